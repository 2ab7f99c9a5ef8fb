// SPDX-License-Identifier: MPL-2.0
/**
 * Who may import whom. Every rule has a fixture that breaks it: test/fixtures/dependency-rules/<rule>/ is a small
 * repository of its own, whose paths repeat those of this one.
 */
const SPEC = '\\.spec\\.ts$';
/** `<folder>/<name>.ts` without a role suffix: rules and pure helpers of a case kind. */
const RULES_FILE = '^apps/[^/]+/src/(?!migrations/)[^/]+/[^/.]+\\.ts$';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const layer = (lib, below) =>
  forbid(
    `layer-${lib}`,
    `libs/${lib} stands on ${below.join(', ') || 'nothing'} alone.`,
    { path: `^libs/${lib}/src/`, pathNot: SPEC },
    { path: `^libs/(?!(?:${[lib, ...below].join('|')})/)` },
  );

module.exports = {
  forbidden: [
    forbid(
      'apps-not-apps',
      'Services share messages, never code.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/(?!$1/)' },
    ),
    forbid(
      'domain-imports-nothing',
      'libs/domain is pure: no package, no Node module, no other library.',
      { path: '^libs/domain/src/', pathNot: SPEC },
      { pathNot: '^libs/domain/src/' },
    ),
    forbid(
      'rules-are-pure',
      'Rules read like law: they import libs/domain, the roles and other rules of their service; no Nest, database or Kafka.',
      { path: RULES_FILE, pathNot: SPEC },
      {
        pathNot: ['^libs/domain/', '^libs/contracts/src/(?:(?:roles|types|case-kinds)\\.ts$|[^/]+/)', RULES_FILE],
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid('libs-not-apps', 'Plumbing knows no service.', { path: '^libs/' }, { path: '^apps/' }),
    layer('contracts', ['domain']),
    layer('csv', ['domain']),
    layer('document', ['domain']),
    layer('storage', []),
    layer('persistence', ['domain', 'contracts']),
    layer('messaging', ['domain', 'contracts', 'persistence']),
    layer('service', ['domain', 'contracts', 'persistence', 'messaging', 'storage']),
    forbid(
      'plumbing-knows-no-case',
      'What a service publishes is no business of the plumbing.',
      { path: '^libs/(?:persistence|messaging|service)/src/', pathNot: SPEC },
      { path: '^libs/contracts/src/(?:[^/]+/|(?:events|published)\\.ts)' },
    ),
    forbid(
      'own-contracts-only',
      'An app imports its own event classes and the shared lists; what it reads of others it declares itself.',
      { path: '^apps/([^/]+)/src/' },
      {
        path: '^libs/contracts/src/(?!(?:$1/|(?:topics|types|roles|public-event|fields|case-kinds|claim-kinds|decline-reasons)\\.ts))',
      },
    ),
    forbid(
      'front-door',
      'A library is used through its index.',
      { path: '^apps/[^/]+/src/' },
      { path: '^libs/(?:domain|csv|document|persistence|messaging|service|storage|testing)/src/(?!index\\.ts$)' },
    ),
    forbid(
      'tests-stay-outside',
      'What runs in production imports neither the test kit nor a development package.',
      { path: '^(?:apps/[^/]+|libs/(?!testing/)[^/]+)/src/', pathNot: SPEC },
      { path: ['^libs/testing/', '^(?:tools|test)/', SPEC] },
    ),
    forbid(
      'no-development-package',
      'It would be missing in the image.',
      { path: '^(?:apps/[^/]+|libs/(?!testing/)[^/]+)/src/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    ),
    forbid(
      'no-cycles',
      'A cycle makes decorator metadata undefined, and one of types is two files that are one.',
      {},
      { circular: true },
    ),
    {
      ...forbid(
        'no-folder-cycles',
        'One of two kinds of case knows the other.',
        { path: '^apps/([^/]+)/src/([^/]+)' },
        { path: '^apps/$1/src/(?!$2(?:/|$))', circular: true },
      ),
      scope: 'folder',
    },
    forbid('everything-resolves', 'The import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|test/fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: require('node:path').join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      mainFields: ['types', 'module', 'main'],
    },
  },
};

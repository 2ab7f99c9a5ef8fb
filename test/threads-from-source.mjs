// SPDX-License-Identifier: MPL-2.0
// Threads that a service begins in a test run its source, like the test itself, which jest compiles: this is what jest does
// for them. Loaded by `npm run spec` (--import), which threads inherit.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const isOurs = (url) => /^file:.*\/(apps|libs)\/[^?]*\.ts$/.test(url) && !url.includes('/node_modules/');

if (!isMainThread) {
  const { transformSync } = await import('@swc/core');
  const { default: jest } = await import('../jest.config.mjs');
  const [, options] = jest.transform['^.+\\.ts$'];
  const base = new URL('../libs/', import.meta.url);
  registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL && isOurs(context.parentURL)) {
        const [, contract] = /^#contracts\/(.*)$/.exec(specifier) ?? [];
        if (contract) return next(new URL(`contracts/src/${contract}.ts`, base).href, context);
        if (specifier.startsWith('#')) return next(new URL(`${specifier.slice(1)}/src/index.ts`, base).href, context);
        if (specifier.startsWith('.')) return next(specifier.replace(/\.js$/, '.ts'), context);
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      if (!isOurs(url)) return next(url, context);
      const filename = fileURLToPath(url);
      const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}

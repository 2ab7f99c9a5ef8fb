// SPDX-License-Identifier: MPL-2.0
// `npm run build`: compiles the services, and notes in dist what was compiled. Needs packages, and nothing but Node itself
// to tell whether a build is due.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const stamp = join(root, 'dist', 'sources.sha256');

/**
 * Hash of what the compiler's output follows from: sources, its settings, and which packages it and they are (by their
 * exact versions: the types of a package can change what decorators write down). Tests, scripts and the lock file are not.
 */
function sourcesHash() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  const { type, imports, dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  hash.update(JSON.stringify({ type, imports, dependencies, devDependencies }));
  for (const file of ['nest-cli.json', 'tsconfig.json', 'tsconfig.build.json']) add(file);
  for (const folder of ['apps', 'libs'])
    for (const path of readdirSync(join(root, folder), { recursive: true }).sort())
      if (/^[^/]+\/(tsconfig.*\.json|src\/.*\.ts)$/.test(path) && !/\.spec\.ts$|^testing\//.test(path))
        add(join(folder, path));
  return hash.digest('hex');
}

/** Whether dist was compiled from the sources as they are. */
export const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const hash = sourcesHash(); // before: what is edited meanwhile may or may not have been read
  // Whole: what was compiled of a source that is gone would go on being found.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  // All in one program: service by service, the libraries would be read and checked once for each.
  const args = [nest, 'build', '--path', 'tsconfig.build.json'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  }
  process.exitCode = status ?? 1;
}

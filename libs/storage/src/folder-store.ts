// SPDX-License-Identifier: MPL-2.0
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { ContentStore, checkedKey, StoreUnavailable } from './content-store.js';
import type { Spooled } from './spooled.js';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code;

/** A folder that all processes of the service share: a disk, or what is mounted as one. */
export class FolderStore extends ContentStore {
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = resolve(folder);
  }

  /** Written beside it, brought to the disk, then given its name: a crash leaves the whole or nothing. */
  override async put(key: string, content: Spooled): Promise<void> {
    const path = this.pathOf(key);
    await this.orUnavailable(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, content.stream(), { mode: 0o600, flush: true });
      await rename(`${path}.new`, path);
      // The name too is on the disk.
      const folder = await open(dirname(path));
      await folder.sync().finally(() => folder.close());
    });
  }

  override async get(key: string): Promise<Readable | undefined> {
    const path = this.pathOf(key);
    try {
      return (await open(path)).createReadStream();
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && (await this.isReady())) return undefined;
      throw new StoreUnavailable('the folder of contents cannot be read', { cause: error });
    }
  }

  override async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    await this.orUnavailable(async () => {
      if (!(await this.isReady())) throw new Error('not there');
      for (const one of [`${path}.new`, path]) await rm(one, { force: true });
    });
  }

  override async isReady(): Promise<boolean> {
    try {
      // A folder, and no file of that name.
      await access(`${this.folder}/.`, constants.R_OK | constants.W_OK);
      return true;
    } catch (error) {
      // It is made with the first content.
      const isToBe = codeOf(error) === 'ENOENT' && this.folder !== dirname(this.folder);
      return (
        isToBe &&
        (await access(dirname(this.folder), constants.W_OK).then(
          () => true,
          () => false,
        ))
      );
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, checkedKey(key).slice(0, 2), key);
  }

  private async orUnavailable(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new StoreUnavailable('the folder of contents cannot be written', { cause: error });
    }
  }
}

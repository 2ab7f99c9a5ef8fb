// SPDX-License-Identifier: MPL-2.0
export { ContentStore, StoreUnavailable } from './content-store.js';
export { contentTypeOf, FILE_ENDINGS, FILE_TYPES, type FileType } from './file-type.js';
export { FolderStore } from './folder-store.js';
export { type S3Settings, S3Store } from './s3-store.js';
export { Spooled, spooled, TooLarge } from './spooled.js';
export { Clamd, type VirusScan } from './virus-scan.js';

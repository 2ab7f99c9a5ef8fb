// SPDX-License-Identifier: MPL-2.0
import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import { ContentStore, checkedKey, StoreUnavailable } from './content-store.js';
import type { Spooled } from './spooled.js';

export interface S3Settings {
  /** `https://s3.example`, without the bucket: it becomes the first part of the path, which every server knows. */
  endpoint: string;
  bucket: string;
  region: string;
  keyId: string;
  secret: string;
}

/** Nothing was heard for so long. */
const SILENCE_MS = 20_000;
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A bucket of a server that speaks the protocol of Amazon S3. What is sent is signed with its checksum (version 4). */
export class S3Store extends ContentStore {
  constructor(private readonly settings: S3Settings) {
    super();
  }

  override async put(key: string, content: Spooled): Promise<void> {
    await this.done(await this.send('PUT', checkedKey(key), content), [200]);
  }

  override async get(key: string): Promise<Readable | undefined> {
    const answer = await this.send('GET', checkedKey(key));
    if (answer.statusCode === 200) return answer;
    await this.done(answer, [404]);
    // Is it the content that is not there, or the bucket?
    if (await this.isReady()) return undefined;
    throw new StoreUnavailable('the bucket of contents is not there');
  }

  override async remove(key: string): Promise<void> {
    const path = checkedKey(key);
    // Some servers remove from a bucket that is not there without a word.
    if (!(await this.isReady())) throw new StoreUnavailable('the bucket of contents is not there');
    await this.done(await this.send('DELETE', path), [200, 204]);
  }

  override async isReady(): Promise<boolean> {
    try {
      await this.done(await this.send('HEAD', ''), [200]);
      return true;
    } catch {
      return false;
    }
  }

  /** @throws StoreUnavailable with the status alone: the answer may repeat what was asked for */
  private async done(answer: IncomingMessage, wanted: readonly number[]): Promise<void> {
    answer.resume();
    if (!wanted.includes(answer.statusCode ?? 0))
      throw new StoreUnavailable(`the bucket of contents answered ${answer.statusCode}`);
  }

  private async send(method: string, key: string, content?: Spooled): Promise<IncomingMessage> {
    const { endpoint, bucket, region, keyId: accessKeyId, secret: secretAccessKey } = this.settings;
    const signed = await new AwsV4Signer({
      ...{ method, accessKeyId, secretAccessKey, region, service: 's3' },
      url: `${endpoint.replace(/\/$/, '')}/${bucket}${key && `/${key}`}`,
      headers: { 'x-amz-content-sha256': content?.sha256 ?? EMPTY },
    }).sign();
    const headers = { ...Object.fromEntries(signed.headers), 'content-length': content?.size ?? 0 };
    try {
      return await new Promise<IncomingMessage>((resolve, reject) => {
        const start = signed.url.protocol === 'https:' ? secure : plain;
        const request = start(signed.url, { method, headers, timeout: SILENCE_MS }, resolve);
        request.on('timeout', () => request.destroy(new Error('the store is silent'))).on('error', reject);
        if (content) pipeline(content.stream(), request).catch(reject);
        else request.end();
      });
    } catch (error) {
      throw new StoreUnavailable('the bucket of contents cannot be reached', { cause: error });
    }
  }
}

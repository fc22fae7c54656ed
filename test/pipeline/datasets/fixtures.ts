/** Small IDX files, folders that go away, and a web server to misbehave on command. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Published } from '../../../pipeline/datasets/content.ts';
import type { IdxDescription } from '../../../pipeline/datasets/idxFiles.ts';
import type { Report } from '../../../pipeline/datasets/request.ts';

/** An IDX file: the magic number, sizes, then bytes. */
export function idx(magic: number, sizes: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(magic);
  sizes.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([header, values]);
}

/** Images of 4 × 3 pixels, no two the same (up to 256 of them), with `salt` to tell sets apart. */
export function imagesFile(count: number, salt = 0): Buffer {
  const pixels = Uint8Array.from({ length: count * 12 }, (_, i) => Math.floor(i / 12) + i * salt);
  return idx(0x803, [count, 4, 3], pixels);
}

/** Labels 0, 1, 2, 0, 1, 2, … */
export function labelsFile(count: number): Buffer {
  return idx(
    0x801,
    [count],
    Uint8Array.from({ length: count }, (_, i) => i % 3),
  );
}

/** The raw content of each file of a small dataset: 30 training images and 10 for the test. */
export const SMALL_FILES = {
  'train-images-idx3-ubyte': imagesFile(30),
  'train-labels-idx1-ubyte': labelsFile(30),
  't10k-images-idx3-ubyte': imagesFile(10, 7),
  't10k-labels-idx1-ubyte': labelsFile(10),
} as const;

export function publishedAs(content: Uint8Array): Published {
  return {
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
  };
}

/** The dataset that {@link SMALL_FILES} publish. */
export function smallDataset(mirrors: readonly string[] = []): IdxDescription {
  return {
    name: 'small',
    title: 'Small',
    classNames: ['zero', 'one', 'two'],
    folders: ['small', '.'],
    mirrors,
    files: {
      trainImages: publishedAs(SMALL_FILES['train-images-idx3-ubyte']),
      trainLabels: publishedAs(SMALL_FILES['train-labels-idx1-ubyte']),
      testImages: publishedAs(SMALL_FILES['t10k-images-idx3-ubyte']),
      testLabels: publishedAs(SMALL_FILES['t10k-labels-idx1-ubyte']),
    },
  };
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

/** A folder that is removed after the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caelum-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes the cache an empty folder for the length of a test. */
export async function temporaryCache(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const before = process.env.CAELUM_CACHE;
  process.env.CAELUM_CACHE = folder;
  t.after(() => {
    if (before === undefined) delete process.env.CAELUM_CACHE;
    else process.env.CAELUM_CACHE = before;
  });
  return folder;
}

/** A report that remembers what it was told. */
export function recorder(): Report & { notes: string[]; progressed: number } {
  return {
    notes: [],
    progressed: 0,
    note(text) {
      this.notes.push(text);
    },
    progress() {
      this.progressed++;
    },
  };
}

/** A server on this machine; `base` is its address with a slash, `log` what it was asked for. */
export interface TestServer {
  readonly base: string;
  /** One line a request: method, path, and the Range header where there is one. */
  readonly log: string[];
}

export async function serve(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const log: string[] = [];
  const server = createServer((request, response) => {
    log.push([request.method, request.url, request.headers.range].filter(Boolean).join(' '));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}/`, log };
}

/** Sends content as a good server does, Range and all. */
export function send(content: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= content.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
    return;
  }
  const rest = content.subarray(from);
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    'Content-Length': rest.length,
  });
  response.end(request.method === 'HEAD' ? undefined : rest);
}

/** Announces all of the content, sends a part, and breaks the connection. */
export function breakOff(content: Buffer, after: number, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': content.length });
  response.write(content.subarray(0, after), () => setTimeout(() => response.destroy(), 20));
}

/** An address at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

/** Folder with the real data sets, for tests that compare with them; null where it is not there. */
export function realData(): string | null {
  const beside = join(import.meta.dirname, '../../../../shared/data');
  const folder = process.env.CAELUM_TEST_DATA ?? beside;
  return ['mnist', 'fashion-mnist'].every((name) => existsSync(join(folder, name))) ? folder : null;
}

/** Reason to skip a test that needs the real data, or false where it is there. */
export const NO_REAL_DATA =
  realData() === null && 'needs the real data sets: name their folder in CAELUM_TEST_DATA';

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { download, type RemoteFile } from '../../../pipeline/datasets/download.ts';
import { DownloadError } from '../../../pipeline/datasets/http.ts';
import {
  breakOff,
  deadAddress,
  idx,
  publishedAs,
  send,
  serve,
  temporaryFolder,
  type TestServer,
} from './fixtures.ts';

/** Does not pack well, so that a broken transfer has something to leave behind. */
const RAW = idx(
  0x803,
  [500, 20, 20],
  Uint8Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
);
const PACKED = gzipSync(RAW);
const HALF = PACKED.length >> 1;

const NO_FULL_DISK = !existsSync('/dev/full') && 'this system has no /dev/full';

const PATIENCE = { retries: 3, backOff: 5, stall: 2000 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const good: Answer = (request, response) => {
  send(PACKED, request, response);
};
const wrong: Answer = (request, response) => {
  send(gzipSync('<html>Please log in</html>'), request, response);
};
const brokenAtHalf: Answer = (_, response) => {
  breakOff(PACKED, HALF, response);
};
const ignorant: Answer = (_, response) => {
  response.writeHead(200, { 'Content-Length': PACKED.length }).end(PACKED);
};
const status =
  (code: number): Answer =>
  (_, response) => {
    response.writeHead(code).end('no');
  };

/** A server that gives its first answers one a request, and the last one from then on. */
async function serveInTurn(t: TestContext, ...answers: Answer[]): Promise<TestServer> {
  let turn = 0;
  return serve(t, (request, response) => {
    answers[Math.min(turn++, answers.length - 1)](request, response);
  });
}

async function remoteFile(t: TestContext, ...servers: { base: string }[]): Promise<RemoteFile> {
  const folder = await temporaryFolder(t);
  return {
    urls: servers.map(({ base }) => `${base}file.gz`),
    path: join(folder, 'new', 'file.gz'),
    content: publishedAs(RAW),
  };
}

/** The file is there, and nothing else. */
async function assertWhole({ path }: RemoteFile, content: Buffer = PACKED): Promise<void> {
  assert.equal(Buffer.compare(await readFile(path), content), 0, 'content');
  assert.deepEqual(await readdir(join(path, '..')), ['file.gz']);
}

/** Leaves `content` in the part, as an earlier run would have. */
async function leavePart(file: RemoteFile, content: Buffer): Promise<void> {
  await download({ ...file, urls: [] }).catch(() => undefined); // Makes the folder.
  await writeFile(`${file.path}.part`, content);
}

describe('downloading a file', () => {
  it('puts it in place whole, telling how far it is', async (t) => {
    const file = await remoteFile(t, await serve(t, good));
    const reports: [number, number][] = [];
    await download(file, { progress: (...report) => reports.push(report) });
    await assertWhole(file);
    assert.deepEqual(reports.at(-1), [PACKED.length, PACKED.length]);
    assert.ok(reports.every(([done], k) => k === 0 || done > reports[k - 1][0]));
  });

  const packings = { 'another packing': gzipSync(RAW, { level: 1 }), 'no packing': RAW };
  for (const [name, content] of Object.entries(packings)) {
    it(`takes ${name} of the right content`, async (t) => {
      const server = await serve(t, (request, response) => {
        send(content, request, response);
      });
      const file = await remoteFile(t, server);
      await download(file);
      await assertWhole(file, content);
    });
  }

  it('goes on where the connection broke', async (t) => {
    const server = await serveInTurn(t, brokenAtHalf, good);
    const file = await remoteFile(t, server);
    const seen: number[] = [];
    await download(file, { patience: PATIENCE, progress: (done) => seen.push(done) });
    await assertWhole(file);
    assert.deepEqual(server.log, ['GET /file.gz', `GET /file.gz bytes=${HALF}-`]);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
      'progress never falls back',
    );
  });

  it('goes on at another mirror', async (t) => {
    const first = await serveInTurn(t, brokenAtHalf, status(404));
    const second = await serve(t, good);
    const file = await remoteFile(t, first, second);
    await download(file, { patience: PATIENCE });
    await assertWhole(file);
    assert.deepEqual(second.log, [`GET /file.gz bytes=${HALF}-`]);
  });

  it('goes on where an earlier run stopped', async (t) => {
    const server = await serve(t, good);
    const file = await remoteFile(t, server);
    await leavePart(file, PACKED.subarray(0, HALF));
    await download(file);
    await assertWhole(file);
    assert.deepEqual(server.log, [`GET /file.gz bytes=${HALF}-`]);
  });

  it('finishes a part to which nothing is missing', async (t) => {
    const server = await serve(t, good);
    const file = await remoteFile(t, server);
    await leavePart(file, PACKED);
    await download(file);
    await assertWhole(file);
  });

  const uselessParts = {
    'the beginning of something else': Buffer.alloc(HALF, 7),
    'longer than the file': Buffer.concat([PACKED, PACKED]),
  };
  for (const [name, part] of Object.entries(uselessParts)) {
    it(`starts afresh where the part is ${name}`, async (t) => {
      const file = await remoteFile(t, await serve(t, good));
      await leavePart(file, part);
      await download(file, { patience: PATIENCE });
      await assertWhole(file);
    });
  }

  it('copes with a server that ignores Range, even where the part is too long', async (t) => {
    const server = await serve(t, ignorant);
    const file = await remoteFile(t, server);
    await leavePart(file, Buffer.concat([PACKED, PACKED]));
    await download(file);
    await assertWhole(file);
    assert.equal(server.log.length, 1);
  });

  it('starts from the beginning where the connection to such a server broke', async (t) => {
    const server = await serveInTurn(t, brokenAtHalf, ignorant);
    const file = await remoteFile(t, server);
    await download(file, { patience: PATIENCE });
    await assertWhole(file);
    assert.equal(server.log.length, 2);
  });

  it('tries again after errors of the server, and after silence', async (t) => {
    const silent: Answer = () => undefined;
    const server = await serveInTurn(t, status(503), status(429), silent, good);
    const file = await remoteFile(t, server);
    await download(file, { patience: { ...PATIENCE, stall: 500 } });
    await assertWhole(file);
    assert.equal(server.log.length, 4);
  });

  it('does not give up on a slow server that keeps sending', async (t) => {
    const slow: Answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': PACKED.length });
      const step = Math.ceil(PACKED.length / 6);
      for (let k = 0; k < 6; k++) {
        setTimeout(() => response.write(PACKED.subarray(k * step, (k + 1) * step)), 200 * k);
      }
    };
    const server = await serve(t, slow);
    const file = await remoteFile(t, server);
    await download(file, { patience: { ...PATIENCE, stall: 900 } });
    await assertWhole(file);
    assert.equal(server.log.length, 1);
  });

  it('takes the second mirror where the first has no such file, and asks that only once', async (t) => {
    const first = await serve(t, status(404));
    const file = await remoteFile(t, first, await serve(t, good));
    await download(file, { patience: PATIENCE });
    await assertWhole(file);
    assert.equal(first.log.length, 1);
  });

  it('takes the second mirror where the first has wrong content', async (t) => {
    const first = await serve(t, wrong);
    const file = await remoteFile(t, first, await serve(t, good));
    await download(file, { patience: PATIENCE });
    await assertWhole(file);
    assert.equal(first.log.length, 1);
  });

  it('may run twice at the same time', async (t) => {
    const file = await remoteFile(t, await serve(t, good));
    await Promise.all([download(file), download(file), download(file)]);
    await assertWhole(file);
  });
});

describe('failing to download a file', () => {
  it('names each mirror with its reason, and leaves nothing', async (t) => {
    const servers = [
      await serve(t, status(404)),
      await serve(t, wrong),
      { base: await deadAddress() },
    ];
    const file = await remoteFile(t, ...servers);
    const hosts = file.urls.map((url) => new URL(url).host);
    await assert.rejects(download(file, { patience: PATIENCE }), {
      name: 'DownloadError',
      message:
        `file.gz cannot be had (${hosts[0]}: HTTP status 404; ` +
        `${hosts[1]}: the content is not the published one; ${hosts[2]}: ECONNREFUSED)`,
    });
    assert.deepEqual(await readdir(join(file.path, '..')), []);
  });

  it('gives up after the set number of attempts', async (t) => {
    const server = await serve(t, status(500));
    const file = await remoteFile(t, server);
    await assert.rejects(download(file, { patience: PATIENCE }), DownloadError);
    assert.equal(server.log.length, 1 + PATIENCE.retries);
  });

  it('refuses a small answer that inflates to a huge one, without inflating it all', async (t) => {
    const tenMegabytes = gzipSync(Buffer.alloc(10_000_000));
    const bomb = Buffer.concat(new Array<Buffer>(300).fill(tenMegabytes));
    const server = await serve(t, (request, response) => {
      send(bomb, request, response);
    });
    const file = await remoteFile(t, server);
    const begin = performance.now();
    await assert.rejects(download(file, { patience: PATIENCE }), /not the published one/);
    assert.ok(performance.now() - begin < 2000, 'too slow to have stopped early');
    assert.deepEqual(await readdir(join(file.path, '..')), []);
  });

  it('keeps an older file where the new one is wrong', async (t) => {
    const file = await remoteFile(t, await serve(t, wrong));
    await leavePart(file, Buffer.from('older part'));
    await writeFile(file.path, 'older file');
    await assert.rejects(download(file, { patience: PATIENCE }), DownloadError);
    assert.equal(await readFile(file.path, 'utf8'), 'older file');
  });

  it('stops at once when aborted, and leaves what came for the next run', async (t) => {
    const stop = new AbortController();
    const hanging: Answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': PACKED.length });
      response.write(PACKED.subarray(0, HALF));
    };
    const server = await serveInTurn(t, hanging, good);
    const file = await remoteFile(t, server);
    const progress = (done: number) => {
      if (done === HALF) stop.abort();
    };
    await assert.rejects(download(file, { signal: stop.signal, progress }), { name: 'AbortError' });
    assert.ok(!existsSync(file.path));
    await download(file);
    await assertWhole(file);
    assert.deepEqual(server.log, ['GET /file.gz', `GET /file.gz bytes=${HALF}-`]);
  });

  it('does not take a folder that cannot be made for a failure of the network', async (t) => {
    const server = await serve(t, good);
    const file = await remoteFile(t, server);
    await leavePart(file, Buffer.alloc(0));
    const path = join(`${file.path}.part`, 'below a file', 'file.gz');
    await assert.rejects(download({ ...file, path }), { code: 'ENOTDIR' });
    assert.deepEqual(server.log, []);
  });

  it(
    'does not take a full disk for a failure of the network',
    { skip: NO_FULL_DISK },
    async (t) => {
      const server = await serve(t, good);
      const file = await remoteFile(t, server);
      await leavePart(file, Buffer.alloc(0));
      await rm(`${file.path}.part`);
      await symlink('/dev/full', `${file.path}.part`);
      await assert.rejects(download(file, { patience: PATIENCE }), { code: 'ENOSPC' });
      assert.equal(server.log.length, 1);
      assert.ok(!existsSync(file.path));
    },
  );
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answering } from '../../../pipeline/datasets/mirrors.ts';
import { deadAddress, serve } from './fixtures.ts';

describe('finding mirrors that answer', () => {
  it('takes any answer for one, in the given order', async (t) => {
    const slow = await serve(t, (_, response) => {
      setTimeout(() => response.writeHead(200).end(), 50);
    });
    const refusing = await serve(t, (_, response) => response.writeHead(403).end());
    const moved = await serve(t, (_, response) =>
      response.writeHead(302, { Location: 'http://nowhere.invalid/' }).end(),
    );
    const urls = [slow.base, await deadAddress(), refusing.base, moved.base];
    assert.deepEqual(await answering(urls, undefined), [slow.base, refusing.base, moved.base]);
  });

  it('fails fast without a network, with a reason for each', async (t) => {
    const silent = await serve(t, () => undefined);
    const dead = await deadAddress();
    const urls = [silent.base, dead, 'http://nowhere.invalid/'];
    const begin = performance.now();
    await assert.rejects(answering(urls, undefined, 1000), (error: Error) => {
      assert.equal(error.name, 'DownloadError');
      assert.match(error.message, new RegExp(`${new URL(silent.base).host}: silent for 1 s`));
      assert.match(error.message, new RegExp(`${new URL(dead).host}: ECONNREFUSED`));
      assert.match(error.message, /nowhere\.invalid: /);
      return true;
    });
    assert.ok(performance.now() - begin < 3000);
  });

  it('waits no more than 5 s for a silent server unless told otherwise', async (t) => {
    const silent = await serve(t, () => undefined);
    const begin = performance.now();
    await assert.rejects(answering([silent.base], undefined), /silent/);
    assert.ok(performance.now() - begin < 5000);
  });

  it('stops when aborted', async (t) => {
    const silent = await serve(t, () => undefined);
    const stop = AbortSignal.timeout(50);
    await assert.rejects(answering([silent.base], stop), { name: 'TimeoutError' });
  });
});

/** The Edit tab in a real browser, against the same models in Node. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { TENSORS } from '../../exporter/tensorNames.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { applyEdit } from '../../viewer/panel/edit/applyEdit.ts';
import { eachMuted, rankEffects } from '../../viewer/panel/edit/effects.ts';
import { meanSquaredError } from '../../viewer/parts/picture.ts';
import { measured, short } from '../../viewer/parts/numbers.ts';
import { NO_EDIT, toggleMute, toggleSolo, withGain, type Edit } from '../../viewer/state/edit.ts';
import { realDigits, runModel } from '../helpers.ts';
import { assertPicture, assertSoon, clickPoint, greysOf } from './driving.ts';
import { trainedPage, vividPage, withData } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const CHANNELS = 32;

void describe('the Edit tab', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  const works = (
    name: string,
    body: (page: Page) => Promise<void>,
    file: () => string | Promise<string> = () => digits,
  ) =>
    test(name, async () => {
      const use = async (page: Page): Promise<void> => {
        await clickPoint(page, 30);
        await page.getByRole('tab', { name: 'Edit' }).click();
        await body(page);
      };
      await usePage(suite.browser, await file(), use, { viewport: { width: 1280, height: 1400 } });
    });

  void works('muting a channel decodes the latent without it, beside the whole', async (page) => {
    const [whole] = await decoded(30, [NO_EDIT]);
    await assertPicture(figure(page, 'Reconstruction'), whole);
    await assertPicture(figure(page, 'Edited'), whole);
    const mute = page.getByRole('button', { name: 'Mute feature map 5', exact: true });
    await mute.click();
    assert.equal(await mute.getAttribute('aria-pressed'), 'true');
    const [without] = await decoded(30, [toggleMute(NO_EDIT, 5)]);
    await assertPicture(figure(page, 'Edited'), without);
    await page.getByText(`MSE ${short(meanSquaredError(whole, without))}`).waitFor();
    // The edit stays for the next image.
    await clickPoint(page, 45);
    const [next] = await decoded(45, [toggleMute(NO_EDIT, 5)]);
    await assertPicture(figure(page, 'Edited'), next);
    await page.getByRole('button', { name: 'Reset all' }).click();
    assert.equal(await mute.getAttribute('aria-pressed'), 'false');
    await assertPicture(figure(page, 'Edited'), (await decoded(45, [NO_EDIT]))[0]);
  });

  void works('the keyboard mutes, hears alone, scales and brings back', async (page) => {
    await page.getByRole('button', { name: 'Mute feature map 0', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    const [muted, solo, half] = await decoded(30, [
      toggleMute(NO_EDIT, 9),
      toggleSolo(NO_EDIT, 9, CHANNELS),
      withGain(NO_EDIT, 9, -1),
    ]);
    await assertPicture(figure(page, 'Edited'), muted);
    await page.keyboard.press('r');
    await page.keyboard.press('s');
    await assertPicture(figure(page, 'Edited'), solo);
    assert.equal(await page.locator('.edit-channels [aria-pressed=true]').count(), CHANNELS - 1);
    await page.keyboard.press('s');
    await page.getByRole('slider', { name: 'Feature map 9, multiplied by' }).press('Home');
    await page.getByText('× −1', { exact: true }).first().waitFor();
    await assertPicture(figure(page, 'Edited'), half);
    await page.getByRole('button', { name: 'Reset', exact: true }).press('Enter');
    await assertPicture(figure(page, 'Edited'), (await decoded(30, [NO_EDIT]))[0]);
    const eleventh = page.getByRole('button', { name: 'Mute feature map 11', exact: true });
    await eleventh.click({ modifiers: ['Alt'] });
    assert.equal(await eleventh.getAttribute('aria-pressed'), 'false');
    assert.equal(await page.locator('.edit-channels [aria-pressed=true]').count(), CHANNELS - 1);
  });

  void works('noise is the same for the same seed', async (page) => {
    const noise = page.getByRole('slider', { name: /^Noise/ });
    await noise.press('End');
    const [first, second] = await decoded(30, [
      { ...NO_EDIT, noise: 2, seed: 1 },
      { ...NO_EDIT, noise: 2, seed: 2 },
    ]);
    await assertPicture(figure(page, 'Edited'), first);
    await page.getByRole('button', { name: 'New noise' }).press('Enter');
    await assertPicture(figure(page, 'Edited'), second);
    await noise.press('Home');
    await assertPicture(figure(page, 'Edited'), (await decoded(30, [NO_EDIT]))[0]);
  });

  void works('ranks channels as Node does, and a row leads to its channel', async (page) => {
    const latent = await latentOf(30);
    const input = await vividPage();
    const [whole] = await decode(input, latent);
    const withoutEach = (await decode(input, eachMuted(latent, CHANNELS))).flatMap((p) => [...p]);
    const expected = rankEffects(whole, Float32Array.from(withoutEach));
    await page.getByRole('button', { name: 'Rank the channels' }).press('Enter');
    const rows = page.getByRole('list', { name: 'Channels by effect' }).getByRole('button');
    await assertSoon(async () => (await rows.count()) === 8);
    await page.getByRole('button', { name: 'Show all 32' }).press('Enter');
    assert.equal(await rows.count(), CHANNELS);
    const names = await rows.evaluateAll((found) => found.map((r) => r.getAttribute('aria-label')));
    // Those with next to no effect may change places by the last digit.
    const told = expected.slice(0, 20);
    assert.deepEqual(
      names.slice(0, told.length),
      told.map(({ channel, change }) => `Feature map ${channel}, change ${measured(change)}`),
    );
    await rows.nth(1).click();
    await page.getByRole('slider', { name: `Feature map ${told[1].channel}, multi` }).waitFor();
    await clickPoint(page, 45);
    await page.getByRole('button', { name: 'Rank the channels' }).waitFor();
    assert.equal(await rows.count(), 0);
  });

  void works(
    'of a vector each number has a slider; a decoder of fixed batch serves',
    async (page) => {
      const { encoder, decoder } = await trainedPage();
      const { z } = await runModel(encoder, { pixels: await realDigits(1, 30) });
      const slider = page.getByRole('slider', { name: 'Number 7', exact: true });
      await assertSoon(async () => Math.abs(Number(await slider.inputValue()) - z[7]) < 0.5);
      await slider.press('End');
      const value = Number(await slider.inputValue());
      assert.ok(value > 1.9 * Math.max(...z.map(Math.abs)));
      const moved = z.slice();
      moved[7] = value;
      const { x_hat } = await runModel(decoder, { code: { data: moved, dims: [1, 24] } });
      await assertPicture(figure(page, 'Edited'), x_hat);
      await page.getByRole('button', { name: 'Mute', exact: true }).click();
      moved[7] = 0;
      const { x_hat: muted } = await runModel(decoder, { code: { data: moved, dims: [1, 24] } });
      await assertPicture(figure(page, 'Edited'), muted);
      await page.getByRole('button', { name: 'Rank the channels' }).click();
      await page.getByText(/^Mean squared change .* Number \d+ matters most\.$/).waitFor();
    },
    async () => {
      const html = await readFile(await suite.page('trained'), 'utf8');
      const fixed = withData(html, (data) => ({
        ...data,
        decoder: { ...data.decoder, batch: 5 },
      }));
      return suite.folder.write('fixed', fixed);
    },
  );

  void works('says what to do where nothing is chosen', async (page) => {
    await page.keyboard.press('Escape');
    await page.getByText('Choose a point on the map, or draw something').waitFor();
    assert.equal(await page.locator('.edit').isVisible(), false);
    await clickPoint(page, 30);
    await page.locator('.edit').waitFor();
    const [whole] = await decoded(30, [NO_EDIT]);
    await assertPicture(figure(page, 'Edited'), whole);
    assert.ok((await greysOf(figure(page, 'Change'))).every((value) => value === 0));
  });
});

function figure(page: Page, title: string) {
  return page.locator('.edit figure', { hasText: title }).locator('canvas');
}

async function latentOf(index: number): Promise<Float32Array> {
  const { encoder } = await vividPage();
  return (await runModel(encoder, { [TENSORS.image]: await realDigits(1, index) })).latent;
}

/** What Node's decoder makes of an image's latent after each of some edits. */
async function decoded(index: number, edits: readonly Edit[]): Promise<Float32Array[]> {
  const [input, latent] = [await vividPage(), await latentOf(index)];
  const latents = edits.flatMap((edit) => [...applyEdit(latent, edit, CHANNELS)]);
  return decode(input, Float32Array.from(latents));
}

/** Images of one latent or several. */
async function decode({ decoder }: PageInput, data: Float32Array): Promise<Float32Array[]> {
  const count = data.length / 1568;
  const feed = { [TENSORS.latent]: { data, dims: [count, 32, 7, 7] } };
  const { reconstruction } = await runModel(decoder, feed);
  return Array.from({ length: count }, (_, i) => reconstruction.slice(784 * i, 784 * (i + 1)));
}

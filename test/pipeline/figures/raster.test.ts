import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { needsSystemFonts, rasterise } from '../../../pipeline/figures/raster.ts';
import { element } from '../../../pipeline/figures/svg.ts';

function drawn(text: string): Uint8Array {
  const sheet = { xmlns: 'http://www.w3.org/2000/svg', width: 40, height: 40 };
  const at = { x: 4, y: 30, 'font-size': 24, 'font-family': 'Inter, sans-serif' };
  return rasterise(element('svg', sheet, element('text', at, text)).source);
}

test('fonts of the system are taken for scripts that Inter lacks, and for nothing else', () => {
  for (const text of ['cat café żółw', 'кот', 'γάτα', '9 × 10⁻³ ↑ · … “−” ∞ ©']) {
    assert.equal(needsSystemFonts(text), false, text);
  }
  for (const text of ['猫', '고양이', 'חתול', 'แมว', 'a 🐈']) {
    assert.equal(needsSystemFonts(text), true, text);
  }
});

const hebrew = spawnSync('fc-list', [':lang=he', 'file'], { encoding: 'utf8' }).stdout;
const skip = hebrew ? false : 'no font of this system is known to have Hebrew letters';

test('letters that Inter lacks are no boxes where a font of the system has them', { skip }, () => {
  assert.notDeepEqual(drawn('א'), drawn('ב'));
});

/** WebGPU on SwiftShader gives what the CPU gives; no operator of a training step falls back to the CPU. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { describe, test } from 'node:test';
import { largestDifference, relativeError } from '../helpers.ts';
import { findSwiftShader } from '../swiftShader.ts';
import { deviceResults, type DeviceResults } from './deviceResults.ts';

const found = findSwiftShader();
const skip = 'reason' in found && `needs SwiftShader: ${found.reason}`;

function onSwiftShader(device: string, driver?: string): DeviceResults {
  const { environment } = found as { environment: Record<string, string> };
  const script = join(import.meta.dirname, 'deviceResults.ts');
  const output = execFileSync(execPath, ['--import', 'tsx', script, device], {
    env: { ...process.env, ...environment, ...(driver && { VK_DRIVER_FILES: driver }) },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output) as DeviceResults;
}

/** Of a Vulkan driver. */
interface Manifest {
  readonly ICD: { readonly library_path: string };
}

describe('on SwiftShader', { skip }, () => {
  test('--device webgpu gives the numbers of the CPU', async () => {
    const expected = await deviceResults('cpu');
    const actual = onSwiftShader('webgpu');
    assert.match(actual.note, /^Device: WebGPU \(software\), since no GPU was found: far slower/);
    const largest = (key: 'losses' | 'latents' | 'images') =>
      largestDifference(actual[key], expected[key]);
    assert.ok(largest('losses') < 1e-4, `losses differ by ${largest('losses')}`);
    assert.ok(Math.abs(actual.testMse - expected.testMse) < 1e-4, `${actual.testMse}`);
    // Adam's first steps have nearly the same length however small a gradient is, its rounding included.
    const error = relativeError(actual.parameters, expected.parameters);
    assert.ok(error < 1e-3, `relative error of the parameters ${error}`);
    assert.ok(largest('latents') < 1e-4, `latents differ by ${largest('latents')}`);
    assert.ok(largest('images') < 1e-4, `images differ by ${largest('images')}`);
  });

  test('--device auto does not take it for a GPU', () => {
    const { note } = onSwiftShader('auto');
    assert.match(note, /^Device: (CUDA|CPU .*Not WebGPU: .*only vk_swiftshader_icd\.json)/);
  });

  test('--device auto takes what calls itself the driver of a GPU', () => {
    const { environment } = found as { environment: Record<string, string> };
    const { ICD } = JSON.parse(readFileSync(environment.VK_DRIVER_FILES, 'utf8')) as Manifest;
    const library = resolve(dirname(environment.VK_DRIVER_FILES), ICD.library_path);
    const folder = mkdtempSync(join(tmpdir(), 'caelum-'));
    const disguise = join(folder, 'radeon_icd.json');
    const manifest = { file_format_version: '1.0.0', ICD: { ...ICD, library_path: library } };
    writeFileSync(disguise, JSON.stringify(manifest));
    const { note } = onSwiftShader('auto', disguise);
    rmSync(folder, { recursive: true });
    assert.match(
      note,
      /^Device: (CUDA|WebGPU \(Vulkan\)\. Not CUDA: .*\. Not the CPU: a GPU comes first\.$)/,
    );
  });
});

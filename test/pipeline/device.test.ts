import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, test } from 'node:test';
import {
  chooseDevice,
  CPU,
  cudaProvider,
  isSupported,
} from '../../pipeline/engine/devices/device.ts';
import { vulkanDrivers } from '../../pipeline/engine/devices/gpuDrivers.ts';
import { InputError } from '../../pipeline/errors.ts';

const withoutCuda = { skip: existsSync(cudaProvider()) && 'the CUDA provider is installed here' };
const withVulkan = { skip: platform() !== 'linux' && 'WebGPU uses Vulkan on Linux only' };

describe('device', () => {
  test('auto names all three devices, and why it did not take the others', async () => {
    const { device, note } = await chooseDevice('auto');
    assert.ok(note.startsWith(`Device: ${device.title}`), note);
    for (const name of ['CPU', 'WebGPU', 'CUDA']) assert.ok(note.includes(name), note);
  });

  test(
    'auto without a GPU takes the CPU, and no time',
    { skip: withoutCuda.skip || withVulkan.skip },
    async () => {
      const { note, milliseconds } = await withDrivers('/none/lvp_icd.x86_64.json', async () => {
        const start = performance.now();
        const chosen = await chooseDevice('auto');
        return { ...chosen, milliseconds: performance.now() - start };
      });
      assert.match(
        note,
        /^Device: CPU \(.*Not CUDA: .*\. Not WebGPU: .*only lvp_icd\.x86_64\.json\.$/,
      );
      assert.ok(milliseconds < 300, `${milliseconds} ms`);
    },
  );

  test('the CPU can be asked for', async () => {
    assert.equal((await chooseDevice('cpu')).device, CPU);
  });

  test('CUDA that is not there is refused, with what to do', withoutCuda, async () => {
    await assert.rejects(chooseDevice('cuda'), {
      name: InputError.name,
      message: /^--device cuda does not work here: .*npm run install-cuda.*--device auto/,
    });
  });

  test('WebGPU without a driver is refused, with what to do', withVulkan, async () => {
    for (const driver of ['/none/nvidia_icd.json', '/none/lvp_icd.json']) {
      await withDrivers(driver, () =>
        assert.rejects(chooseDevice('webgpu'), {
          name: InputError.name,
          message: /^--device webgpu does not work here: .*(missing|answers)\. .*libvulkan1/,
        }),
      );
    }
  });
});

describe('Vulkan drivers', () => {
  test('those of GPUs are taken, and the loader sees no others', () => {
    const nvidia = '/etc/vulkan/icd.d/nvidia_icd.json';
    const radeon = '/usr/share/vulkan/icd.d/radeon_icd.x86_64.json';
    const found = vulkanDrivers([nvidia, '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json', radeon]);
    const list = `${nvidia}:${radeon}`;
    assert.deepEqual(found, {
      title: 'Vulkan',
      environment: { VK_DRIVER_FILES: list, VK_ICD_FILENAMES: list },
    });
  });

  test('software, virtual and unknown ones are not', () => {
    for (const name of ['lvp_icd.json', 'vk_swiftshader_icd.json', 'virtio_icd.json', 'new.json']) {
      const reason = `there is no Vulkan driver of a GPU, only ${name}`;
      assert.deepEqual(vulkanDrivers([`/nvidia/${name}`]), { reason });
    }
  });
});

test('npm run install-cuda says in a sentence why it cannot', () => {
  const script = join(import.meta.dirname, '../../pipeline/engine/devices/installCuda.ts');
  const { status, stderr } = spawnSync(execPath, ['--import', 'tsx', script], {
    // Nothing listens there.
    env: { ...process.env, GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:9' },
    encoding: 'utf8',
  });
  assert.equal(status, isSupported('cuda') ? 1 : 2);
  assert.match(
    stderr,
    /^caelum: (The CUDA provider could not be fetched: .+\. Check|.* only, ).+\.\n$/,
  );
});

/** Runs something while Vulkan's loader is shown one driver. */
async function withDrivers<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  const before = process.env.VK_DRIVER_FILES;
  process.env.VK_DRIVER_FILES = path;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env.VK_DRIVER_FILES;
    else process.env.VK_DRIVER_FILES = before;
  }
}

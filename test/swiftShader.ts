/** Finds SwiftShader, a GPU in software that comes with Chromium, for tests of WebGPU without a GPU. */
import { existsSync, realpathSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium } from './chromium.ts';

/** Debian's `chromium` command is a script that lies elsewhere. */
const DEBIAN = '/usr/lib/chromium';

/**
 * Variables for a process whose Vulkan driver is to be SwiftShader (they must be there when it
 * starts), or a sentence that says why there is none.
 */
export function findSwiftShader(): { environment: Record<string, string> } | { reason: string } {
  if (platform() !== 'linux') return { reason: 'WebGPU uses Vulkan on Linux only' };
  let folders: string[];
  try {
    folders = [dirname(realpathSync(findChromium())), DEBIAN];
  } catch (error) {
    return { reason: (error as Error).message };
  }
  const files = ['libvulkan.so.1', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json'];
  const folder = folders.find((path) => files.every((file) => existsSync(join(path, file))));
  if (folder === undefined) return { reason: `no SwiftShader in ${folders.join(' or ')}` };
  const manifest = join(folder, 'vk_swiftshader_icd.json');
  return {
    environment: {
      LD_LIBRARY_PATH: folder,
      VK_DRIVER_FILES: manifest,
      VK_ICD_FILENAMES: manifest,
    },
  };
}

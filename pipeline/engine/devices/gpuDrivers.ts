/**
 * Whether there is a GPU for WebGPU, rather than software that plays one (SwiftShader, llvmpipe, WARP).
 * ONNX Runtime does not tell what adapter it took, so the system is asked; in doubt there is none.
 *
 * - Linux: every Vulkan driver has a manifest named after it, such as `radeon_icd.x86_64.json`. The
 *   loader is shown those of GPU vendors only, so that whatever answers is a GPU.
 * - Windows: the registry lists the display adapters that DirectX knows, with their vendors; a GPU
 *   among them is taken before software.
 * - macOS: WebGPU runs on Metal, which only GPUs have.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { platform } from 'node:os';
import { basename, delimiter, join } from 'node:path';

export interface GpuDrivers {
  /** What stands behind WebGPU. */
  readonly title: string;
  /** Variables that keep the runtime to these drivers. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where Vulkan's loader looks for manifests on Linux. */
const MANIFEST_FOLDERS = ['/etc', '/usr/local/share', '/usr/share'].map((folder) =>
  join(folder, 'vulkan', 'icd.d'),
);
/** Drivers of AMD, Intel and NVIDIA, theirs and Mesa's. */
const GPU_MANIFEST = /^(amd|intel|nouveau|nvidia|radeon)/;

/** PCI numbers of AMD, Intel and NVIDIA, and Qualcomm's, as the registry has them. */
const GPU_VENDOR = /0x(1002|8086|10de|4d4f4351)\b/i;

/** The drivers, or why there are none, as the end of a sentence. */
export function findGpuDrivers(): GpuDrivers | { readonly reason: string } {
  switch (platform()) {
    case 'darwin':
      return { title: 'Metal', environment: {} };
    case 'win32':
      return windowsKnowsGpu()
        ? { title: 'Direct3D 12', environment: {} }
        : { reason: 'Windows lists no GPU of AMD, Intel, NVIDIA or Qualcomm' };
    default:
      return vulkanDrivers(manifests());
  }
}

/** @param paths of the manifests of all drivers */
export function vulkanDrivers(paths: readonly string[]): GpuDrivers | { readonly reason: string } {
  const ofGpus = paths.filter((path) => GPU_MANIFEST.test(basename(path)));
  if (ofGpus.length > 0) {
    const list = ofGpus.join(delimiter);
    // The second name is what loaders before 2022 know.
    return { title: 'Vulkan', environment: { VK_DRIVER_FILES: list, VK_ICD_FILENAMES: list } };
  }
  const others = paths.map((path) => basename(path)).join(', ');
  const found = others === '' ? '' : `, only ${others}`;
  return { reason: `there is no Vulkan driver of a GPU${found}` };
}

function manifests(): string[] {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
  const named = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  if (named !== undefined) return named.split(delimiter).filter(Boolean);
  return MANIFEST_FOLDERS.flatMap((folder) =>
    filesOf(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name)),
  );
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Not there, or not for us to see.
  }
}

function windowsKnowsGpu(): boolean {
  const query = ['query', String.raw`HKLM\SOFTWARE\Microsoft\DirectX`, '/s', '/v', 'VendorId'];
  return GPU_VENDOR.test(spawnSync('reg', query, { encoding: 'utf8' }).stdout);
}

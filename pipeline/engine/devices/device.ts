/**
 * What models run on: the CPU, or a GPU through CUDA or WebGPU.
 *
 * ONNX Runtime refuses a device that is not there, but only after it has loaded libraries that may
 * print, hang or crash. So a device is looked for in two steps: by the files that it needs, which
 * takes no time; and where they are there, by running a small model in a process of its own
 * (probe.ts), from whose output the reason of a failure is read. What counts as a GPU behind WebGPU
 * says gpuDrivers.ts.
 */
import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { listSupportedBackends } from 'onnxruntime-node';
import { InputError } from '../../errors.ts';
import { findGpuDrivers } from './gpuDrivers.ts';

export type DeviceName = 'cpu' | 'webgpu' | 'cuda';

/** What `--device` takes. */
export const DEVICE_OPTIONS = ['auto', 'cpu', 'webgpu', 'cuda'] as const;
export type DeviceOption = (typeof DEVICE_OPTIONS)[number];

export interface Device {
  readonly name: DeviceName;
  /** For people: `CPU (2 × AMD EPYC)`. */
  readonly title: string;
}

export const CPU: Device = { name: 'cpu', title: `CPU (${processor()})` };

export interface ChosenDevice {
  readonly device: Device;
  /** One line for people: what was taken and, for what was not, why. */
  readonly note: string;
}

/** Longest time in ms that a device may take to answer; CUDA takes seconds to start. */
const PATIENCE = 60_000;

/**
 * The device asked for; `auto` takes the first that works of CUDA, WebGPU on a GPU, and the CPU.
 *
 * @throws InputError where a device is asked for that does not work here; it says how to get it
 */
export async function chooseDevice(wanted: DeviceOption): Promise<ChosenDevice> {
  switch (wanted) {
    case 'auto':
      return automatic();
    case 'cpu':
      return { device: CPU, note: `Device: ${CPU.title}.` };
    case 'cuda':
      return demanded(wanted, await findCuda());
    case 'webgpu':
      return demanded(wanted, await findAnyWebGpu());
  }
}

/** What a device needs. */
const HELP = {
  cuda:
    'It needs Linux on x64, an NVIDIA driver, the libraries of CUDA 13, and the provider that ' +
    'npm run install-cuda fetches',
  webgpu:
    'It needs the driver of a GPU, on Linux one with Vulkan (on Debian: apt-get install libvulkan1 ' +
    "and the vendor's driver)",
} as const;

const SOFTWARE: Device = { name: 'webgpu', title: 'WebGPU (software)' };

/** A device that works, or why there is none, as the end of a sentence. */
type Finding = { readonly device: Device } | { readonly reason: string };

async function automatic(): Promise<ChosenDevice> {
  const cuda = await findCuda();
  if ('device' in cuda) {
    return { device: cuda.device, note: `Device: CUDA, which comes before WebGPU and the CPU.` };
  }
  const webgpu = await findGpuWebGpu();
  const note = (device: Device, others: string) =>
    `Device: ${device.title}. Not CUDA: ${cuda.reason}. ${others}.`;
  return 'device' in webgpu
    ? { device: webgpu.device, note: note(webgpu.device, 'Not the CPU: a GPU comes first') }
    : { device: CPU, note: note(CPU, `Not WebGPU: ${webgpu.reason}`) };
}

function demanded(name: keyof typeof HELP, finding: Finding): ChosenDevice {
  if ('reason' in finding) {
    throw new InputError(
      `--device ${name} does not work here: ${finding.reason}. ${HELP[name]}; ` +
        '--device auto takes what is there.',
    );
  }
  const { device } = finding;
  const warning = device === SOFTWARE ? ', since no GPU was found: far slower than the CPU' : '';
  return { device, note: `Device: ${device.title}${warning}.` };
}

async function findCuda(): Promise<Finding> {
  if (!isSupported('cuda'))
    return { reason: `ONNX Runtime has no CUDA for ${platform()} ${arch()}` };
  if (!existsSync(cudaProvider())) {
    return { reason: 'its provider is not installed (npm run install-cuda)' };
  }
  const reason = await tryOut('cuda');
  return reason === null ? { device: { name: 'cuda', title: 'CUDA' } } : { reason };
}

/** WebGPU on a GPU, and never on software that plays one: that is far slower than the CPU. */
async function findGpuWebGpu(): Promise<Finding> {
  if (!isSupported('webgpu')) {
    return { reason: `ONNX Runtime has no WebGPU for ${platform()} ${arch()}` };
  }
  const drivers = findGpuDrivers();
  if ('reason' in drivers) return drivers;
  const reason = await tryOut('webgpu', drivers.environment);
  if (reason !== null) return { reason };
  // For the sessions of this process: the Vulkan loader reads it when the first of them opens.
  Object.assign(process.env, drivers.environment);
  return { device: { name: 'webgpu', title: `WebGPU (${drivers.title})` } };
}

/** WebGPU on a GPU or, where there is none, on whatever answers. */
async function findAnyWebGpu(): Promise<Finding> {
  const onGpu = await findGpuWebGpu();
  if ('device' in onGpu || !isSupported('webgpu')) return onGpu;
  const reason = await tryOut('webgpu');
  return reason === null ? { device: SOFTWARE } : { reason };
}

/** Whether this platform's ONNX Runtime knows the device, be it there or not. */
export function isSupported(device: DeviceName): boolean {
  return listSupportedBackends().some(({ name }) => name === device);
}

/** Path of the library that ONNX Runtime runs CUDA with; it is not part of its package. */
export function cudaProvider(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  return join(folder, 'bin/napi-v6', platform(), arch(), 'libonnxruntime_providers_cuda.so');
}

/**
 * Runs a small model on a device, in a process of its own.
 *
 * @param environment variables of that process besides those of this one
 * @returns null where it works, else why it does not, as the end of a sentence
 */
export function tryOut(
  device: DeviceName,
  environment: NodeJS.ProcessEnv = {},
): Promise<string | null> {
  const probe = fileURLToPath(new URL('./probe.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), probe, device];
  const options = { env: { ...process.env, ...environment }, timeout: PATIENCE };
  return new Promise((resolve) => {
    execFile(execPath, args, options, (error, stdout, stderr) => {
      resolve(error === null ? null : failure(error, stdout, stderr));
    });
  });
}

/** @param stdout what the probe says, @param stderr what libraries print */
function failure({ killed, signal }: ExecFileException, stdout: string, stderr: string): string {
  const missing = /(lib\S+): cannot open shared object file/.exec(stderr)?.[1];
  if (missing !== undefined) return `${missing} is missing`;
  if (killed) return `it did not answer within ${PATIENCE / 1000} s`;
  if (stdout.includes('No supported adapters')) return 'no GPU answers';
  return stdout.trim() || `its driver ended the process (${signal ?? 'without a reason'})`;
}

/** Number and name of the processors, as the machine tells them. */
export function processor(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`;
}

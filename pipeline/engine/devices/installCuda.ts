/**
 * `npm run install-cuda`: fetches the library that ONNX Runtime runs CUDA with, which its package
 * leaves out for its size, by that package's own install script; then tries it out.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { execPath, stdout } from 'node:process';
import { Command } from 'commander';
import { runCommand } from '../../command.ts';
import { Failure, InputError } from '../../errors.ts';
import { parse } from '../../settings/command.ts';
import { cudaProvider, isSupported, tryOut } from './device.ts';

await runCommand(async (argv) => {
  const command = new Command('npm run install-cuda --').description(
    'Fetches the library that ONNX Runtime runs CUDA with (several 100 MB), and tries it out.',
  );
  parse(command, argv);
  if (!isSupported('cuda')) {
    throw new InputError(
      `ONNX Runtime runs CUDA on Linux on x64 only, this is ${platform()} ${arch()}; ` +
        '--device webgpu uses the GPU here.',
    );
  }
  const failure = download();
  if (failure !== null) {
    throw new Failure(
      `The CUDA provider could not be fetched: ${failure}. Check the network; behind a proxy, set ` +
        'GLOBAL_AGENT_HTTPS_PROXY to its address.',
    );
  }
  stdout.write(`The CUDA provider is installed: ${cudaProvider()}\n`);
  const reason = await tryOut('cuda');
  stdout.write(
    reason === null
      ? 'It works: --device auto takes CUDA from now on.\n'
      : `It does not work yet: ${reason}. It needs an NVIDIA driver and the libraries of CUDA 13.\n`,
  );
});

/** Runs the package's script; returns why it failed, or null. */
function download(): string | null {
  const script = createRequire(import.meta.url).resolve('onnxruntime-node/script/install.js');
  const { status, stderr } = spawnSync(execPath, [script], {
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'true' },
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) return null;
  return /^\w*Error: (.+)$/m.exec(stderr)?.[1] ?? stderr.trim();
}

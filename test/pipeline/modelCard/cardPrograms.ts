/** Runs every program that a run's model card gives, as its reader would, where its language is there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FILES } from '../../../pipeline/contract.ts';
import { PROGRAMS } from '../../../pipeline/modelCard/programs.ts';
import { launchChromium } from '../../chromium.ts';
import { findPython } from '../../helpers.ts';
import { programInPath, succeeds } from '../../installed.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** How far the numbers of runtimes may lie apart. */
const TOLERANCE = 1e-5;

/** A program as it stands in the card. */
interface Found {
  /** What it says that it runs on. */
  readonly runtime: string;
  /** Lines to type, without the first, which installs what it needs. */
  readonly commands: readonly string[];
  readonly text: string;
}

export function cardOf(run: string): string {
  return readFileSync(join(run, FILES.modelCard), 'utf8');
}

/** By the name of the file under which it is to be saved. */
function programsOf(card: string): ReadonlyMap<string, Found> {
  const place = /Save as `([^`]+)`\. ([^\n]*)\n\n```sh\n([^]*?)\n```\n\n```\w+\n([^]*?\n)```/g;
  return new Map(
    Array.from(card.matchAll(place), ([, file, runtime, commands, text]) => [
      file,
      { runtime, commands: commands.split('\n').slice(1), text },
    ]),
  );
}

/** Why a program cannot be run here, by file; null where it can. */
const MISSING: Readonly<Record<string, () => string | null>> = {
  'load.py': () => {
    const python = findPython(['numpy', 'onnxruntime', 'PIL']);
    return 'reason' in python ? python.reason : null;
  },
  'load.mjs': () => null,
  'load.html': () => null,
  'load.cpp': () =>
    programInPath(['g++']) === null || !succeeds('pkg-config', ['--exists', 'opencv4'])
      ? 'there is no g++ with OpenCV 4 (libopencv-dev)'
      : null,
  'Load.java': () =>
    programInPath(['javac']) === null ||
    !existsSync('/usr/share/java/opencv.jar') ||
    !succeeds('pkg-config', ['--exists', 'opencv4'])
      ? 'there is no JDK with OpenCV (libopencv-java)'
      : null,
};

/**
 * Registers a test for each program: it must print the error that the card promises and that Node finds.
 *
 * @param run folder of a run that is there when the tests begin
 */
export function testPrograms(run: string): void {
  describe(`every program of ${FILES.modelCard} runs as it stands there`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'caelum-card-'));
    let programs: ReadonlyMap<string, Found> = new Map();
    let promised = NaN;
    let ofNode = NaN;
    before(() => {
      const card = cardOf(run);
      programs = programsOf(card);
      promised = Number(/between both images: \*\*([^*]+)\*\*/.exec(card)?.[1]);
      lendFiles(run, folder);
      ofNode = errorIn(typed(folder, programs.get('load.mjs')!, 'load.mjs'));
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    for (const { file, language } of PROGRAMS) {
      test(language, async (t) => {
        const program = programs.get(file);
        assert.ok(program, `no program ${file} in the card`);
        const missing = MISSING[file]() ?? openCvTooOld(program);
        if (missing !== null) {
          t.skip(missing);
          return;
        }
        const lines = program.text.split('\n').filter((line) => line.trim() !== '').length;
        assert.ok(lines <= 20, `${lines} lines`);
        const said =
          file === 'load.html' ? await shown(folder, program.text) : typed(folder, program, file);
        const error = errorIn(said);
        assert.ok(Math.abs(error - ofNode) < TOLERANCE, `${error}, but Node says ${ofNode}`);
        assert.ok(Math.abs(error - promised) < 1e-3 * promised, `${error}, promised ${promised}`);
      });
    }
  });
}

/** Why the OpenCV of this machine is none that a program asks for; null where it is, or none is asked for. */
function openCvTooOld({ runtime }: Found): string | null {
  const wanted = /OpenCV (\d+)\.(\d+) or newer/.exec(runtime);
  if (wanted === null) return null;
  const found = execFileSync('pkg-config', ['--modversion', 'opencv4'], { encoding: 'utf8' });
  const [major, minor] = found.split('.').map(Number);
  const isThere = major * 100 + minor >= Number(wanted[1]) * 100 + Number(wanted[2]);
  return isThere ? null : `OpenCV ${found.trim()} is here, ${wanted[0]} is needed`;
}

/** Puts the models, the example and what npm and pip would install into a folder of its own. */
function lendFiles(run: string, folder: string): void {
  for (const name of [FILES.encoder, FILES.decoder, FILES.example]) {
    symlinkSync(join(run, name), join(folder, name));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const python = findPython(['numpy']);
  if ('reason' in python) return;
  // `python` is what the card calls it, wherever and however it is called here.
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'python'), `#!/bin/sh\nexec ${python.path} "$@"\n`);
  chmodSync(join(folder, 'bin', 'python'), 0o755);
}

/** What a program prints when its commands are typed in. */
function typed(folder: string, { commands, text }: Found, file: string): string {
  writeFileSync(join(folder, file), text);
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', commands.join(' && ')], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** What a page shows that comes from a server which has the folder's files. */
async function shown(folder: string, text: string): Promise<string> {
  writeFileSync(join(folder, 'load.html'), text);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route('**/*', async (route) => {
      const path = join(folder, new URL(route.request().url()).pathname);
      await (existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 }));
    });
    await page.goto('http://localhost:8000/load.html');
    const result = page.locator('#result', { hasText: 'mean squared error' });
    return (await result.textContent({ timeout: 60_000 })) ?? '';
  } finally {
    await browser.close();
  }
}

function errorIn(said: string): number {
  return Number(/mean squared error (\S+)/.exec(said)?.[1]);
}

/** Whether the files beside the card are those it knows, by the command that it gives; true where that cannot be run. */
export function filesAreKnown(run: string): boolean {
  if (programInPath(['sha256sum']) === null) return true;
  const [, command] = /```sh\n(.* sha256sum .*)\n```/.exec(cardOf(run)) ?? [];
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: run, encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout
    .trim()
    .split('\n')
    .every((line) => line.endsWith(': OK'));
}

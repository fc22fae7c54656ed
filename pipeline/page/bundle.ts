/** Turns viewer/ into what a page can hold: two scripts, a style sheet and the frame of the HTML. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.ts';

export interface PageBundle {
  /** The frame with its places for style, policy, script and data. */
  readonly html: string;
  readonly css: string;
  /** Script of the page itself. */
  readonly main: string;
  /** Script of the worker that runs the models. */
  readonly worker: string;
  /** WebAssembly of ONNX Runtime Web. */
  readonly wasm: Uint8Array;
  /** Of the packages that the scripts and the WebAssembly come from. */
  readonly licences: string;
}

/** Bundles the viewer's sources; the same sources give the same bytes. */
export async function bundleViewer(): Promise<PageBundle> {
  const [html, css, main, worker, wasm] = await Promise.all([
    readFile(viewerFile('index.html'), 'utf8'),
    bundleStyle('style.css'),
    bundleScript('main.ts'),
    bundleScript('models/worker.ts'),
    readFile(new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm'))),
  ]);
  const licences = await licencesOf([...main.files, ...worker.files]);
  return { html, css, main: main.text, worker: worker.text, wasm, licences };
}

/** The page that holds others beside each other. */
export async function bundleComparison(): Promise<Pick<PageBundle, 'html' | 'css' | 'main'>> {
  const [html, css, main] = await Promise.all([
    readFile(viewerFile('compare/compare.html'), 'utf8'),
    bundleStyle('compare/compare.css'),
    bundleScript('compare/main.ts'),
  ]);
  return { html, css, main: main.text };
}

function viewerFile(name: string): string {
  return fileURLToPath(new URL(`../../viewer/${name}`, import.meta.url));
}

/** The style sheet with those that it imports, one for each view. */
async function bundleStyle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [viewerFile(name)],
    bundle: true,
    minify: true,
    logLevel: 'silent',
    write: false,
  });
  return outputFiles[0].text.trim();
}

interface Script {
  readonly text: string;
  /** What it was bundled from. */
  readonly files: readonly string[];
}

/** One classic script: a page opened from disk may not load modules, not even from itself. */
async function bundleScript(name: string): Promise<Script> {
  const { outputFiles, metafile } = await build({
    entryPoints: [viewerFile(name)],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'eof',
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  return { text: outputFiles[0].text.trim(), files: Object.keys(metafile.inputs) };
}

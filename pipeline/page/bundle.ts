/** Turns viewer/ into what a page can hold: two scripts, a style sheet and the frame of the HTML. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

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
}

/** Bundles the viewer's sources; the same sources give the same bytes. */
export async function bundleViewer(): Promise<PageBundle> {
  const [html, css, main, worker, wasm] = await Promise.all([
    readFile(viewerFile('index.html'), 'utf8'),
    minifiedStyle(),
    bundleScript('main.ts'),
    bundleScript('models/worker.ts'),
    readFile(new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm'))),
  ]);
  return { html, css, main, worker, wasm };
}

function viewerFile(name: string): string {
  return fileURLToPath(new URL(`../../viewer/${name}`, import.meta.url));
}

async function minifiedStyle(): Promise<string> {
  const source = await readFile(viewerFile('style.css'), 'utf8');
  const { code } = await transform(source, { loader: 'css', minify: true });
  return code.trim();
}

/** One classic script: a page opened from disk may not load modules, not even from itself. */
async function bundleScript(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [viewerFile(name)],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'eof',
    logLevel: 'silent',
    write: false,
  });
  return outputFiles[0].text.trim();
}

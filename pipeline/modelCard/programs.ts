/** Programs in several languages that load the models: files of their own, with places for what differs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, type ModelTensors } from '../contract.ts';

export interface Program {
  /** For people. */
  readonly language: string;
  /** Under which it is to be saved. */
  readonly file: string;
  /** Name of the language for those who colour it. */
  readonly fence: string;
  /** What it runs on, a sentence. */
  readonly runtime: (models: Programmed) => string;
  /** What to type: first what it needs, last the program. */
  readonly commands: string;
}

export const PROGRAMS: readonly Program[] = [
  {
    language: 'Python',
    file: 'load.py',
    fence: 'python',
    runtime: () => 'With ONNX Runtime.',
    commands: 'pip install numpy onnxruntime pillow\npython load.py',
  },
  {
    language: 'JavaScript, in Node',
    file: 'load.mjs',
    fence: 'js',
    runtime: () =>
      'With ONNX Runtime, whose install script is left out: all that it does is to fetch parts for CUDA.',
    commands: 'npm install --ignore-scripts onnxruntime-node sharp\nnode load.mjs',
  },
  {
    language: 'JavaScript, in a page',
    file: 'load.html',
    fence: 'html',
    runtime: () =>
      'With ONNX Runtime, in a browser, which takes modules and models from a server only: open http://localhost:8000/load.html.',
    commands: 'npm install onnxruntime-web\npython3 -m http.server',
  },
  {
    language: 'C++',
    file: 'load.cpp',
    fence: 'cpp',
    runtime: withOpenCv,
    commands:
      'apt-get install g++ pkg-config libopencv-dev\n' +
      'g++ load.cpp -o load $(pkg-config --cflags --libs opencv4)\n' +
      './load',
  },
  {
    language: 'Java',
    file: 'Load.java',
    fence: 'java',
    runtime: withOpenCv,
    commands:
      'apt-get install default-jdk-headless libopencv-java\n' +
      'javac -cp /usr/share/java/opencv.jar Load.java\n' +
      'java -cp /usr/share/java/opencv.jar:. -Djava.library.path=/usr/lib/jni Load',
  },
];

/** What programs need to know of the models. */
export interface Programmed {
  readonly tensors: { readonly encoder: ModelTensors; readonly decoder: ModelTensors };
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  /** Channels, height and width of an image. */
  readonly shape: readonly number[];
}

/** OpenCV 4.6, that of Debian 12, takes no vectors of which there may be any number. */
function withOpenCv({ latentShape }: Programmed): string {
  const version = latentShape.length < 2 ? '4.7' : '4.6';
  return `With OpenCV ${version} or newer, here the packages of Debian and Ubuntu.`;
}

/** A program with the names and sizes of these models in it. */
export function filledProgram({ file }: Program, models: Programmed): string {
  const template = readFileSync(join(import.meta.dirname, 'snippets', file), 'utf8');
  return fill(template, placesOf(models));
}

type Places = Readonly<Record<string, string | number>>;

function placesOf({ tensors: { encoder, decoder }, shape }: Programmed): Places {
  const [channels, height, width] = shape;
  const inColour = channels === 3;
  return {
    ENCODER: FILES.encoder,
    DECODER: FILES.decoder,
    EXAMPLE: FILES.example,
    IMAGE: encoder.input,
    LATENT: encoder.output,
    DECODER_INPUT: decoder.input,
    RECONSTRUCTION: decoder.output,
    CHANNELS: channels,
    HEIGHT: height,
    WIDTH: width,
    PIL_MODE: inColour ? 'RGB' : 'L',
    SHARP_SPACE: inColour ? 'srgb' : 'b-w',
    IMREAD: inColour ? 'IMREAD_COLOR' : 'IMREAD_GRAYSCALE',
  };
}

/**
 * A place is a name such as `__WIDTH__`, so that the file is a program of its language before it is
 * filled, too: within quotes, as a property (`.__NAME__`, `__NAME__:`), or as a number or word.
 */
function fill(template: string, places: Places): string {
  return template
    .replaceAll(/(["'])__([A-Z_]+?)__\1/g, (_, quote: string, name: string) =>
      quoted(String(places[name]), quote),
    )
    .replaceAll(/\.__([A-Z_]+?)__/g, (_, name: string) => property(String(places[name])))
    .replaceAll(/__([A-Z_]+?)__(?=:)/g, (_, name: string) => key(String(places[name])))
    .replaceAll(/__([A-Z_]+?)__/g, (_, name: string) => String(places[name]));
}

/** A string as Python, JavaScript, C++ and Java write it alike, and HTML does not end at. */
function quoted(text: string, quote: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('<', '\\u003c');
  return quote === '"'
    ? `"${inside}"`
    : `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function property(name: string): string {
  return IDENTIFIER.test(name) ? `.${name}` : `[${quoted(name, "'")}]`;
}

function key(name: string): string {
  return IDENTIFIER.test(name) ? name : quoted(name, "'");
}

/** The licences of the packages whose code the page holds, which ask to be passed on with it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Packages that come without the text of their licence: MIT, and this. */
const WITHOUT_TEXT: Readonly<Record<string, string>> = {
  'onnxruntime-web': [
    'Copyright (c) Microsoft Corporation',
    'Its WebAssembly holds further libraries, whose notices stand in ThirdPartyNotices.txt of the sources of ONNX Runtime.',
  ].join('\n\n'),
};

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Folder of the package that a file belongs to; the innermost, where packages hold packages. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * One text: name, version and licence of each package, by name.
 *
 * @param files that the page was bundled from; those that belong to no package do not count
 * @throws Error where a package has no licence that could be passed on
 */
export async function licencesOf(files: readonly string[]): Promise<string> {
  const folders = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const licences = await Promise.all(Array.from(folders, licenceOf));
  return licences.sort().join('\n\n\n');
}

async function licenceOf(folder: string): Promise<string> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { name: string; version: string };
  return `${name} ${version}\n\n${await licenceText(folder, name)}`;
}

async function licenceText(folder: string, name: string): Promise<string> {
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  if (file !== undefined) return (await readFile(join(folder, file), 'utf8')).trim();
  if (name in WITHOUT_TEXT) return `MIT License\n\n${WITHOUT_TEXT[name]}\n\n${MIT}`;
  throw new Error(
    `The page holds code of the package ${name}, which comes without a licence; add what it says to pipeline/page/licences.ts.`,
  );
}

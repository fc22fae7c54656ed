import type { CardContent } from '../content.ts';
import { code, program } from '../markdown.ts';
import { EXAMPLE } from '../example.ts';
import { filledProgram, PROGRAMS } from '../programs.ts';

/** How to load the models: programs that run as they are when saved beside them. */
export function programs(content: CardContent): string {
  const { tensors, latentShape, manifest } = content;
  const { encoder, decoder } = tensors;
  const models = { tensors, latentShape, shape: manifest.dataset.shape };
  const batch = [encoder.batch, decoder.batch].find((size) => size !== null && size !== 1);
  const heading = '## Loading';
  if (batch !== undefined) {
    return `${heading}\n\nThe models take exactly ${batch} images or latents at a time: fill up the batch, and leave the rest of what comes out.`;
  }
  const error = content.exampleError.toPrecision(4);
  return [
    heading,
    `Each of these programs runs as it is in this folder. It encodes ${code(EXAMPLE)}, the first test image, decodes the latent, and prints the mean squared error between both images: **${error}**.`,
    ...(content.trained ? [] : [OTHER_MODELS]),
    ...PROGRAMS.flatMap((each) => [
      `### ${each.language}`,
      `Save as ${code(each.file)}. ${each.runtime(models)}`,
      program('sh', each.commands),
      program(each.fence, filledProgram(each, models)),
    ]),
  ].join('\n\n');
}

const OTHER_MODELS =
  'OpenCV knows a part of the operators of ONNX only: where it refuses a model, take ONNX Runtime.';

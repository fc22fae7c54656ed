import type { TensorSummary } from '../../../exporter/modelSummary.ts';
import type { CardContent } from '../content.ts';
import { code, plain, table } from '../markdown.ts';

/** What goes into each model and comes out, read from the files. */
export function tensors({ models }: CardContent): string {
  const rows = Object.entries(models).flatMap(([file, { inputs, outputs }]) => [
    ...inputs.map((tensor) => row(file, 'in', tensor)),
    ...outputs.map((tensor) => row(file, 'out', tensor)),
  ]);
  return [
    '## Inputs and outputs',
    'Sizes of axes as the files state them; an axis with a name takes any size.',
    table(['file', '', 'name', 'type and shape', 'meaning'], rows),
  ].join('\n\n');
}

function row(file: string, direction: string, tensor: TensorSummary): string[] {
  const { name, dtype, shape, documentation } = tensor;
  const sizes = shape === null ? 'of any shape' : `[${shape.join(', ')}]`;
  return [
    code(file),
    direction,
    code(name),
    code(`${dtype} ${sizes}`),
    documentation === '' ? 'not told' : plain(documentation),
  ];
}

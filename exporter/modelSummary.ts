/** What an ONNX file tells of itself, ours or anybody's, without its weights. */
import onnxProto from 'onnx-proto';
import { METADATA_PREFIX, modelProto } from './onnx.ts';
import { count } from './shapes.ts';

const { onnx } = onnxProto;

export interface ModelSummary {
  /** Name and version of the program that wrote it, as far as they are told. */
  readonly producer: string;
  /** Empty where there is none. */
  readonly documentation: string;
  /** Versions of the operators: that of the standard set, and `domain version` of others. */
  readonly operatorSets: string;
  /** Facts by short key, as Caelum writes them; none in models of other programs. */
  readonly facts: Readonly<Record<string, string>>;
  /** All other metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly TensorSummary[];
  readonly outputs: readonly TensorSummary[];
  /** How often each operator stands in the graph, in the order of their first use. */
  readonly operators: ReadonlyMap<string, number>;
  /** Constant numbers of floating point: weights, biases, statistics. */
  readonly constants: number;
}

export interface TensorSummary {
  readonly name: string;
  /** Such as `float32`. */
  readonly dtype: string;
  /** Sizes, or the names of those that are free; null where nothing is told. */
  readonly shape: readonly (number | string)[] | null;
  /** What the file says of it; empty where it says nothing. */
  readonly documentation: string;
}

/** @throws Error that says so where the bytes are not an ONNX model */
export function modelSummary(bytes: Uint8Array): ModelSummary {
  const { graph, metadataProps, opsetImport, docString, producerName, producerVersion } =
    modelProto(bytes);
  const initializers = graph?.initializer ?? [];
  const constants = new Set(initializers.map(({ name }) => name));
  const entries = metadataProps.map(({ key, value }) => [key ?? '', value ?? ''] as const);
  const isOurs = ([key]: readonly [string, string]) => key.startsWith(`${METADATA_PREFIX}.`);
  return {
    producer: [producerName, producerVersion].filter((part) => part !== '').join(' '),
    documentation: docString,
    operatorSets: opsetImport
      .map(({ domain, version }) => [domain ?? '', String(version)].filter(Boolean).join(' '))
      .join(', '),
    facts: Object.fromEntries(
      entries.filter(isOurs).map(([key, value]) => [key.slice(METADATA_PREFIX.length + 1), value]),
    ),
    metadata: Object.fromEntries(entries.filter((entry) => !isOurs(entry))),
    // Older files list their weights among the inputs.
    inputs: (graph?.input ?? []).filter(({ name }) => !constants.has(name)).map(tensorSummary),
    outputs: (graph?.output ?? []).map(tensorSummary),
    operators: frequencies((graph?.node ?? []).map(({ opType }) => opType ?? '')),
    constants: initializers
      .filter(({ dataType }) => FLOATING.includes(dataType ?? 0))
      .reduce((sum, { dims }) => sum + count((dims ?? []).map(Number)), 0),
  };
}

const FLOATING: readonly number[] = [
  onnx.TensorProto.DataType.FLOAT,
  onnx.TensorProto.DataType.FLOAT16,
  onnx.TensorProto.DataType.DOUBLE,
  onnx.TensorProto.DataType.BFLOAT16,
];

function tensorSummary({ name, type, docString }: onnxProto.onnx.IValueInfoProto): TensorSummary {
  const tensor = type?.tensorType;
  return {
    name: name ?? '',
    dtype: dataTypeName(tensor?.elemType ?? 0),
    shape: tensor?.shape?.dim?.map(axisSize) ?? null,
    documentation: docString ?? '',
  };
}

function axisSize({ dimValue, dimParam = '' }: Dimension): number | string {
  return dimParam === '' || dimParam === null ? Number(dimValue) : dimParam;
}

type Dimension = onnxProto.onnx.TensorShapeProto.IDimension;

/** The standard's names, in small letters, but for two that leave the width open. */
function dataTypeName(type: number): string {
  const name = onnx.TensorProto.DataType[type].toLowerCase();
  return name === 'float' ? 'float32' : name === 'double' ? 'float64' : name;
}

function frequencies(names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

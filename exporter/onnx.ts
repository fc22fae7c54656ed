/**
 * Graphs as ONNX bytes and back: with firstBlock.ts the only file that knows the protocol buffers (protocolBuffers.ts).
 * Written as IR version 8 with operator set 17, which every common runtime of recent years reads.
 */
import type onnxProto from 'onnx-proto';
import {
  dataTypeOf,
  type Attribute,
  type DataType,
  type Graph,
  type Node,
  type Shape,
  type Tensor,
  type Value,
} from './graph.ts';
import { OPSET } from './ops.ts';
import { onnx } from './protocolBuffers.ts';

const IR_VERSION = 8;
const PRODUCER = 'caelum';
/** Reverse-DNS prefix for metadata that the standard has no key for. */
export const METADATA_PREFIX = 'io.github.caelum';

const DATA_TYPES: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

export interface ModelDescription {
  /** What the model is, its inputs and outputs, in words that a stranger understands. */
  readonly documentation: string;
  /** Version of the program that wrote it. */
  readonly producerVersion: string;
  /** Facts by short key, such as `dataset`; stored as `io.github.caelum.dataset`. */
  readonly facts: Readonly<Record<string, string>>;
  /** What the model's inputs and outputs are, by name; not there where nothing is told of them. */
  readonly tensors?: Readonly<Record<string, TensorDescription>>;
}

export interface TensorDescription {
  /** For people: what the numbers mean, the names of the axes, the range. */
  readonly documentation: string;
  /** Whether it is a batch of images; the standard then asks for their format in the metadata. */
  readonly isImage: boolean;
}

/**
 * A training step to travel inside a model, as the standard's `TrainingInfoProto`: to make a step,
 * run the model's graph and this one joined, then assign each update to its initializer.
 */
export interface TrainingStep {
  /** Without inputs; gives every part of the state as it was before the first step. */
  readonly initialization: Graph;
  /** Initializer's name → name of the initialization's output that resets it. */
  readonly resets: Readonly<Record<string, string>>;
  readonly algorithm: Graph;
  /** Initializer's name → name of the algorithm's output that replaces it. */
  readonly updates: Readonly<Record<string, string>>;
}

/** Bytes of an `.onnx` file. */
export function encodeModel(
  graph: Graph,
  description: ModelDescription,
  training?: TrainingStep,
): Uint8Array {
  const facts = Object.entries(description.facts);
  const { tensors = {} } = description;
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }, ...foreignDomains(graph)],
    producerName: PRODUCER,
    producerVersion: description.producerVersion,
    modelVersion: 1,
    docString: description.documentation,
    graph: graphProto(graph, tensors),
    metadataProps: [
      ...facts.map(([key, value]) => ({ key: `${METADATA_PREFIX}.${key}`, value })),
      ...imageFormat(graph, tensors),
    ],
    trainingInfo: training ? [trainingProto(training)] : [],
  }).finish();
}

/** What can be read back from a model. */
export interface DecodedModel {
  /** As they were given to {@link encodeModel}; those of other programs are left out. */
  readonly facts: Readonly<Record<string, string>>;
  /** Of the model and of the training step inside it, by name; those of other types are left out. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Whether there is a training step inside. */
  readonly trains: boolean;
}

/** @throws Error that says so where the bytes are not an ONNX model */
export function decodeModel(model: Uint8Array): DecodedModel {
  const { graph, trainingInfo, metadataProps } = modelProto(model);
  const graphs = [graph, ...trainingInfo.map(({ algorithm }) => algorithm)];
  const protos = graphs
    .flatMap((each) => each?.initializer ?? [])
    .filter(({ dataType }) => dataType === DATA_TYPES.float32 || dataType === DATA_TYPES.int64);
  const facts = metadataProps.flatMap(({ key, value }) =>
    key?.startsWith(`${METADATA_PREFIX}.`)
      ? [[key.slice(METADATA_PREFIX.length + 1), value ?? '']]
      : [],
  );
  return {
    facts: Object.fromEntries(facts) as Record<string, string>,
    initializers: new Map(protos.map((proto) => [proto.name ?? '', tensorOf(proto)])),
    trains: trainingInfo.length > 0,
  };
}

/** @throws Error that says so where the bytes are not an ONNX model */
export function modelProto(bytes: Uint8Array): onnxProto.onnx.ModelProto {
  try {
    const model = onnx.ModelProto.decode(bytes);
    if (model.graph) return model;
  } catch {
    // The protocol buffers' own words, such as "index out of range", help nobody.
  }
  throw new Error('is not an ONNX model, or not a whole one');
}

function trainingProto({ initialization, resets, algorithm, updates }: TrainingStep) {
  const bindings = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([key, value]) => ({ key, value }));
  return {
    initialization: graphProto(initialization),
    initializationBinding: bindings(resets),
    algorithm: graphProto(algorithm),
    updateBinding: bindings(updates),
  };
}

type Tensors = Readonly<Partial<Record<string, TensorDescription>>>;

/** Number of channels → name of the pixels' format. */
const PIXEL_FORMATS: Readonly<Record<string, string>> = { 1: 'Gray8', 3: 'Rgb8' };

/** The format of the images that go in, in the standard's own keys (ONNX, "Metadata", docs/MetadataProps.md). */
function imageFormat({ inputs }: Graph, tensors: Tensors) {
  const image = inputs.find(({ name }) => tensors[name]?.isImage);
  const format = PIXEL_FORMATS[String(image?.shape[1])];
  if (!format) return [];
  return [
    { key: 'Image.BitmapPixelFormat', value: format },
    { key: 'Image.NominalPixelRange', value: 'Normalized_0_1' },
  ];
}

function graphProto(graph: Graph, tensors: Tensors = {}) {
  const outputNames = new Map(graph.outputs.map(({ name, value }) => [value.name, name]));
  if (outputNames.size !== graph.outputs.length) {
    throw new Error(`graph ${graph.name}: a value is named as an output twice`);
  }
  const rename = (name: string) => outputNames.get(name) ?? name;
  return {
    name: graph.name,
    input: graph.inputs.map((value) => valueInfo(value, tensors)),
    output: graph.outputs.map(({ name, value }) => valueInfo({ ...value, name }, tensors)),
    initializer: graph.initializers.map(({ value, tensor }) => tensorProto(value.name, tensor)),
    node: graph.nodes.map((node) => nodeProto(node, rename)),
  };
}

function nodeProto(node: Node, rename: (name: string) => string) {
  return {
    name: node.name,
    ...qualified(node.operator),
    input: node.inputs.map(({ name }) => rename(name)),
    output: node.outputs.map(({ name }) => rename(name)),
    attribute: Object.entries(node.attributes).map(([name, value]) => attributeProto(name, value)),
  };
}

/** An operator outside the standard set is written `domain:Operator`. */
function qualified(operator: string): { readonly domain?: string; readonly opType: string } {
  const [domain, opType] = operator.split(':');
  return opType ? { domain, opType } : { opType: operator };
}

function foreignDomains(graph: Graph): { readonly domain: string; readonly version: number }[] {
  const domains = graph.nodes.map(({ operator }) => qualified(operator).domain);
  return [...new Set(domains)].flatMap((domain) => (domain ? [{ domain, version: 1 }] : []));
}

function attributeProto(name: string, value: Attribute) {
  const { AttributeType } = onnx.AttributeProto;
  if ('int' in value) return { name, type: AttributeType.INT, i: value.int };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  if ('ints' in value) return { name, type: AttributeType.INTS, ints: [...value.ints] };
  return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value.string) };
}

function valueInfo({ name, shape, dtype }: Value, tensors: Tensors) {
  const tensorType = { elemType: DATA_TYPES[dtype], shape: { dim: shape.map(dimension) } };
  const told = tensors[name];
  if (!told) return { name, type: { tensorType } };
  const { documentation, isImage } = told;
  return {
    name,
    docString: documentation,
    type: { tensorType, ...(isImage && { denotation: 'IMAGE' }) },
  };
}

function dimension(size: Shape[number]) {
  return typeof size === 'number' ? { dimValue: size } : { dimParam: size };
}

function tensorProto(name: string, tensor: Tensor) {
  const { shape, data } = tensor;
  return {
    name,
    dims: [...shape],
    dataType: DATA_TYPES[dataTypeOf(tensor)],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function tensorOf({ name, dims, dataType, rawData }: onnxProto.onnx.ITensorProto): Tensor {
  if (!rawData || !dims) throw new Error(`initializer ${name}: no raw data`);
  const bytes = Uint8Array.from(rawData).buffer; // a copy: views need aligned data
  const data = dataType === DATA_TYPES.float32 ? new Float32Array(bytes) : new BigInt64Array(bytes);
  return { shape: dims.map(Number), data };
}

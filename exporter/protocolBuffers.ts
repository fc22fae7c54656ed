/**
 * ONNX's protocol buffers, written as ONNX's own library writes them: repeated numbers one by one.
 *
 * onnx-proto follows onnx.proto3, whose repeated numbers are packed into one field; onnx.proto, from which
 * the standard's library is made, does not pack them. Readers made from either take both, but tinygrad has
 * a reader of its own that knows only what it meets in files of other exporters.
 * Source: https://protobuf.dev/programming-guides/encoding/#packed
 */
import onnxProto from 'onnx-proto';

export const { onnx } = onnxProto;

const { AttributeProto, TensorProto } = onnx;

/** Numbers of fields in onnx.proto. */
const FIELDS = { ints: 8, dims: 1 } as const;

const writeAttribute = AttributeProto.encode.bind(AttributeProto);
AttributeProto.encode = ({ ints, ...others }, writer) =>
  oneByOne(FIELDS.ints, ints, writeAttribute(others, writer));

const writeTensor = TensorProto.encode.bind(TensorProto);
TensorProto.encode = ({ dims, ...others }, writer) =>
  oneByOne(FIELDS.dims, dims, writeTensor(others, writer));

type Writer = ReturnType<typeof writeAttribute>;
type Numbers = onnxProto.onnx.IAttributeProto['ints'];

function oneByOne(field: number, numbers: Numbers, writer: Writer): Writer {
  const tag = field << 3; // and wire type 0, a number of variable length
  for (const number of (numbers ?? []).map(Number)) writer.uint32(tag).int64(number);
  return writer;
}

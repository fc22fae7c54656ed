/** The columns of `points.parquet`. A new one is one entry here. */
import { count } from '../../exporter/shapes.ts';
import { NO_CLASS } from '../contract.ts';
import type { ColumnValues, ParquetColumn } from './parquetFile.ts';

/** What decides about the columns. */
export interface PointsForm {
  /** Of one latent, such as [32, 7, 7]. */
  readonly latentShape: readonly number[];
  /** In the order of `map.csv`. */
  readonly maps: readonly { readonly name: string; readonly title: string }[];
  /** How many neighbours each image has. */
  readonly neighbours: number;
  /** Name of each class. */
  readonly classNames: readonly string[];
  /** Whether images come from files of their own. */
  readonly files: boolean;
}

/**
 * `map`: the maps are made of them; `test`: test images, placed on them; `placed`: further images, placed
 * on the maps of a run in another folder.
 */
export type Split = 'map' | 'test' | 'placed';

/** Images with ids that follow each other, of one split. */
export interface PointBlock {
  readonly firstId: number;
  readonly split: Split;
  /** N class indices; −1: none. */
  readonly labels: Int32Array;
  /** N; null where these images have none. */
  readonly files: readonly string[] | null;
  /** N × numbers of one latent. */
  readonly latents: Float32Array;
  readonly maps: readonly PointsOnMap[];
  /** N. */
  readonly errors: Float32Array;
  /** N × neighbours: ids of the nearest mapped images, nearest first. */
  readonly neighbours: Int32Array;
}

export interface PointsOnMap {
  /** N × 2: x and y. */
  readonly positions: Float32Array;
  /** N. */
  readonly distortion: Float32Array;
  /** N; null for the images that the map is made of. */
  readonly uncertainty: Float32Array | null;
}

export interface PointColumn extends ParquetColumn {
  /** One phrase. */
  readonly title: string;
  /** `1` for a plain number; null for text and ids. */
  readonly unit: string | null;
  /** Smallest and largest possible value, null where there is no bound; null for text. */
  readonly range: readonly [number | null, number | null] | null;
  readonly values: (block: PointBlock) => ColumnValues;
}

export function pointColumns({
  latentShape,
  maps,
  neighbours,
  classNames,
  files,
}: PointsForm): PointColumn[] {
  const text = { type: 'string', unit: null, range: null } as const;
  const id = { type: 'int32', unit: null, range: [0, null] } as const;
  const shape = latentShape.join(' × ');
  const file: PointColumn = {
    name: 'file',
    ...text,
    nullable: true,
    title: 'File that the image came from',
    values: ({ files, labels }) => files ?? nulls(labels.length),
  };
  return [
    {
      name: 'id',
      ...id,
      title: 'Row of the image in latents.npy',
      values: ({ firstId, labels }) => labels.map((_, i) => firstId + i),
    },
    {
      name: 'split',
      ...text,
      title:
        'map: a training image that the maps are made of; test: a test image, placed on the maps; placed: an image placed on the maps of another run',
      values: ({ split, labels }) => new Array<string>(labels.length).fill(split),
    },
    {
      name: 'label',
      ...id,
      range: [NO_CLASS, classNames.length - 1],
      title: 'Index of the class; −1: none',
      values: ({ labels }) => labels,
    },
    {
      name: 'class',
      ...text,
      nullable: true,
      title: 'Name of the class',
      values: ({ labels }) => Array.from(labels, (label) => classNames[label] ?? null),
    },
    ...(files ? [file] : []),
    ...maps.flatMap((map, m) => mapColumns(map, m)),
    {
      name: 'error',
      type: 'float32',
      title: 'Mean squared error of the reconstruction over pixels in [0, 1]',
      unit: '1',
      range: [0, null],
      values: ({ errors }) => errors,
    },
    {
      name: 'neighbours',
      ...id,
      width: neighbours,
      title:
        'Ids of the nearest other images of the map in latent space (Euclidean), nearest first; where split is placed, ids in that run',
      values: ({ neighbours }) => neighbours,
    },
    {
      name: 'latent',
      type: 'float32',
      width: count(latentShape),
      title: `Latent as the encoder gives it, of a variational autoencoder its mean: ${shape}, row-major`,
      unit: '1',
      range: [null, null],
      values: ({ latents }) => latents,
    },
  ];
}

/** Named as in `map.csv`: plain for the first map, with the map's name before for others. */
function mapColumns(map: PointsForm['maps'][number], m: number): PointColumn[] {
  const prefix = m === 0 ? '' : `${map.name}_`;
  const number = { type: 'float32', unit: '1', range: [null, null] } as const;
  return [
    {
      name: `${prefix}x`,
      ...number,
      title: `${map.title}: x`,
      values: ({ maps }) => everySecond(maps[m].positions, 0),
    },
    {
      name: `${prefix}y`,
      ...number,
      title: `${map.title}: y`,
      values: ({ maps }) => everySecond(maps[m].positions, 1),
    },
    {
      name: `${prefix}distortion`,
      ...number,
      range: [0, 1],
      title: `${map.title}: how far the neighbourhood is torn`,
      values: ({ maps }) => maps[m].distortion,
    },
    {
      name: `${prefix}uncertainty`,
      ...number,
      nullable: true,
      range: [0, null],
      title: `${map.title}: spread of the neighbours around a placed image, in units of the map; null for those that it is made of`,
      values: ({ maps, labels }) => maps[m].uncertainty ?? nulls(labels.length),
    },
  ];
}

function everySecond(numbers: Float32Array, from: number): Float32Array {
  return Float32Array.from({ length: numbers.length / 2 }, (_, i) => numbers[2 * i + from]);
}

function nulls(count: number): null[] {
  return new Array<null>(count).fill(null);
}

import { count } from '../../../exporter/shapes.ts';
import { FIGURES, type Measure } from '../../contract.ts';
import { measureCell } from '../../measureTable.ts';
import type { CardContent } from '../content.ts';
import { grouped, knownFacts } from '../known.ts';
import { list, plain } from '../markdown.ts';

/** What the models cannot do, and what nobody has looked at. */
export function limits(content: CardContent): string {
  return [
    '## Limits',
    list(LIMITS.map((limit) => limit(content)).filter((text) => text !== '')),
  ].join('\n\n');
}

/** Each gives a sentence or some; none where it does not apply. */
const LIMITS: readonly ((content: CardContent) => string)[] = [
  compression,
  onlySuchImages,
  heldOut,
  leftOut,
  classes,
  oneTraining,
  draws,
  maps,
  people,
];

function compression({ latentShape, manifest }: CardContent): string {
  const [latent, image] = [count(latentShape), count(manifest.dataset.shape)];
  const sizes = `A latent has ${grouped(latent)} numbers and an image ${grouped(image)}`;
  return latent >= image
    ? `${sizes}: **this is no compression**. A small error says that images pass through, not that the latent has found what matters in them.`
    : `${sizes}: fine detail is lost. [${FIGURES.worst}.png](${FIGURES.worst}.png) shows the test images that suffer most.`;
}

function onlySuchImages({ manifest }: CardContent): string {
  const { shape, title } = manifest.dataset;
  const [channels, height, width] = shape;
  const pixels = channels === 3 ? 'red, green and blue' : 'grey';
  return (
    `Only images such as those of ${plain(title)}: ${height} × ${width} pixels, ${pixels} from 0 to 1, cut and placed alike. ` +
    'Others are encoded and decoded without a warning, and what comes out means nothing; even a small error does not prove that an image is of this kind.'
  );
}

function heldOut({ trained }: CardContent): string {
  return trained
    ? 'The test images took no part in training, and nothing was chosen by them: the weights are those of the last epoch, whichever was best.'
    : 'Whether the models were trained on the very images that were measured here is not known; if so, new images come back with larger errors.';
}

function leftOut({ metrics, trained, ...content }: CardContent): string {
  const { left_out_class: name } = knownFacts({ metrics, trained, ...content });
  const measure = metrics.measures.find(({ key }) => key === 'auroc');
  if (name === undefined || !measure) return '';
  return `Class ${plain(name)} was left out of training to see whether its images are told by their error: with AUROC ${measureCell(measure.values[0], measure.unit)}, where 0.5 is chance.`;
}

function classes({ metrics, manifest }: CardContent): string {
  const measure = metrics.measures.find(({ key }) => key === 'mse');
  const byError = measure ? classesByError(measure, manifest.dataset.classNames) : [];
  if (byError.length < 2) return '';
  const [least, most] = [byError[0], byError[byError.length - 1]];
  const told = ({ name, error }: ClassError) => `${error.toPrecision(3)} (${plain(name)})`;
  return `Classes fare differently: their mean squared errors on test images go from ${told(least)} to ${told(most)}.`;
}

interface ClassError {
  readonly name: string;
  readonly error: number;
}

function classesByError({ values }: Measure, names: readonly string[]): ClassError[] {
  return (values[0].perClass ?? [])
    .flatMap((error, label) => (error === null ? [] : [{ name: names[label], error }]))
    .sort((a, b) => a.error - b.error);
}

function oneTraining({ trained }: CardContent): string {
  return trained
    ? `These are the numbers of one training; with another seed they come out a little different. ${OTHER_RUNTIMES}`
    : OTHER_RUNTIMES;
}

const OTHER_RUNTIMES =
  'Other runtimes and devices give results that differ in the last digits; OpenVINO in more, where it computes in bfloat16, as it does on processors that can unless INFERENCE_PRECISION_HINT is set to f32.';

function draws(content: CardContent): string {
  if (knownFacts(content).model !== 'variational autoencoder') return '';
  return 'Images decoded from random latents are made up, and may come close to images of the training split.';
}

function maps(): string {
  return 'The maps are a view, no part of the models: what lies far apart on them need not be far apart in the latent space, and the other way round.';
}

function people(): string {
  return 'Nobody has studied whether they serve all groups of people, places or devices that images come from equally well. They are not made for decisions about people.';
}

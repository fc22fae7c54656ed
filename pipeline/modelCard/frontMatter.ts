/**
 * The metadata in YAML that model hubs read at the beginning of a card (Hugging Face, "Model Cards").
 * Its strings are JSON's, which YAML takes as they are. No licence is told, since it is not known.
 */
import type { CardContent } from './content.ts';
import { cardTitle } from './sections/introduction.ts';

/** Where the hub keeps the published datasets. */
const DATASETS: Readonly<Record<string, string>> = {
  mnist: 'ylecun/mnist',
  'fashion-mnist': 'zalando-datasets/fashion_mnist',
  cifar10: 'uoft-cs/cifar10',
};

const TASK = 'image-feature-extraction';

export function frontMatter(content: CardContent): string {
  const { name, title } = content.manifest.dataset;
  const published = name in DATASETS ? DATASETS[name] : null;
  return [
    '---',
    'library_name: onnx',
    `pipeline_tag: ${TASK}`,
    'tags: [autoencoder, onnx, caelum]',
    ...(published !== null && content.trained ? [`datasets: [${published}]`] : []),
    'model-index:',
    `  - name: ${JSON.stringify(cardTitle(content))}`,
    '    results:',
    `      - task: { type: ${TASK} }`,
    `        dataset: { type: ${JSON.stringify(published ?? name)}, name: ${JSON.stringify(title)}, split: test }`,
    '        metrics:',
    ...testMeasures(content),
    '---',
  ].join('\n');
}

/** Those of the test images and their reconstructions. */
function testMeasures({ metrics }: CardContent): string[] {
  return metrics.measures.flatMap(({ key, title, values }) =>
    values
      .filter(({ space }) => space === 'images')
      .map(
        ({ value }) =>
          `          - { type: ${key}, name: ${JSON.stringify(title)}, value: ${value.toPrecision(6)} }`,
      ),
  );
}

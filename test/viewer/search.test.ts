import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classQuery, imagesOfClass, nextOf, readQuery } from '../../viewer/map/search/query.ts';

const DIGITS = Array.from({ length: 10 }, (_, k) => String(k));
const CLOTHES = ['T-shirt/top', 'Trouser', 'Sandal', 'Shirt', 'Sneaker'];
const message = (text: string, names = DIGITS): string => {
  const query = readQuery(text, 10_000, names);
  return query.kind === 'nothing' ? query.message : `found ${query.kind}`;
};

void test('an image is found by its number, however that is written', () => {
  for (const text of ['1234', ' 1,234 ', '1 234', '#1234', 'Image 1234', 'image 1,234']) {
    assert.deepEqual(readQuery(text, 10_000, DIGITS), { kind: 'image', index: 1234 }, text);
  }
  assert.deepEqual(readQuery('0', 1, DIGITS), { kind: 'image', index: 0 });
});

void test('a class is found by its name, or the beginning of one name only', () => {
  assert.deepEqual(readQuery('class 7', 10_000, DIGITS), { kind: 'class', label: 7 });
  assert.deepEqual(readQuery('SNEAKER', 10_000, CLOTHES), { kind: 'class', label: 4 });
  assert.deepEqual(readQuery('class sne', 10_000, CLOTHES), { kind: 'class', label: 4 });
  assert.deepEqual(readQuery('shirt', 10_000, CLOTHES), { kind: 'class', label: 3 });
  assert.match(message('s', CLOTHES), /No class is called “s”/);
  for (const names of [DIGITS, CLOTHES]) {
    const found = names.map((name) => readQuery(classQuery(name), 10_000, names));
    assert.deepEqual(
      found,
      [...names.keys()].map((label) => ({ kind: 'class', label })),
    );
  }
});

void test('images with files are found by a part of their names', () => {
  const files = ['cat/Été 1.jpg', 'dog/2.jpg', 'dog/été 12.jpg'];
  const find = (text: string) => readQuery(text, 3, ['cat', 'dog'], files);
  assert.deepEqual(find('été'), { kind: 'files', images: [0, 2] });
  assert.deepEqual(find('12.JPG'), { kind: 'files', images: [2] });
  assert.deepEqual(find('dog'), { kind: 'class', label: 1 });
  assert.deepEqual(find('2'), { kind: 'image', index: 2 });
  const nothing = find('bird');
  assert.match(
    nothing.kind === 'nothing' ? nothing.message : '',
    /No class or file is called “bird”. Write a number from 0 to 2, or a class or file: cat, dog\./,
  );
});

void test('what is not there is answered in words', () => {
  assert.equal(message('12345'), 'There is no image 12,345; they go from 0 to 9,999.');
  assert.equal(message('10000'), 'There is no image 10,000; they go from 0 to 9,999.');
  assert.match(
    message('zebra'),
    /^No class is called “zebra”\. Write a number from 0 to 9,999, or a class: class 0, class 1/,
  );
  assert.match(message('-3'), /No class is called “-3”/);
  assert.match(message('  '), /^Write a number from 0 to 9,999, or a class: class 0/);
});

void test('the images of a class follow one another, round the end and back', () => {
  const labels = Int32Array.of(1, 0, 1, 1, 0);
  const next = (from: number | null, by: 1 | -1) => nextOf(imagesOfClass(labels, 1), from, by);
  assert.deepEqual(next(null, 1), { index: 0, place: 1, of: 3 });
  assert.deepEqual(next(0, 1), { index: 2, place: 2, of: 3 });
  assert.deepEqual(next(1, 1), { index: 2, place: 2, of: 3 });
  assert.deepEqual(next(3, 1), { index: 0, place: 1, of: 3 });
  assert.deepEqual(next(4, -1), { index: 3, place: 3, of: 3 });
  assert.deepEqual(next(0, -1), { index: 3, place: 3, of: 3 });
  assert.deepEqual(next(null, -1), { index: 3, place: 3, of: 3 });
  assert.equal(nextOf(imagesOfClass(labels, 2), 0, 1), null);
});

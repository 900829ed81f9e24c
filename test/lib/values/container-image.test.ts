import { ContainerImage } from '../../../lib/values';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('ContainerImage', () => {
  test.each([
    `registry.internal/sec/orders@${digest}`,
    `registry.internal:5000/sec/orders@${digest}`,
    `registry.internal/sec/orders:1.2.3@${digest}`,
    `orders@${digest}`,
  ])('is pinned by its digest: %s', (reference) => {
    const image = ContainerImage.of(reference);
    expect([image.reference, String(image), image.problem]).toEqual([reference, reference, undefined]);
  });

  test.each(['registry.internal/sec/orders:1.2.3', 'registry.internal/sec/orders:latest', 'registry.internal/sec/orders'])(
    'is refused without a digest: %s',
    (reference) => {
      expect(ContainerImage.of(reference).problem).toMatchObject({
        code: 'IMAGE-NOT-PINNED',
        message: 'the image has no digest, so what runs may differ from what was reviewed',
        value: JSON.stringify(reference),
        limit: '…@sha256:<64 hex digits>',
        fix: "add the digest, or say ContainerImage.byTag(reference, 'reason') where none can be had",
      });
    },
  );

  test.each(['', 'Registry/Orders@sha256:abc', `orders@sha256:${'0'.repeat(63)}`, 'orders latest'])('is no %j', (reference) => {
    expect(ContainerImage.of(reference).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'an image is written registry/name@sha256:<64 hex digits>',
      value: JSON.stringify(reference),
      fix: 'copy the reference that the registry shows for the pushed image',
    });
  });

  describe('by tag', () => {
    const reason = 'the vendor publishes no digests';

    test.each(['vendor.example/feed:4.2', `vendor.example/feed:latest@${digest}`, 'vendor.example:5000/feed:4.2'])(
      'takes %s with a reason',
      (reference) => {
        expect(ContainerImage.byTag(reference, reason).problem).toBeUndefined();
      },
    );

    test.each([
      ['vendor.example/feed:latest', 'the tag latest names another image every day'],
      ['vendor.example/feed', 'the image has neither tag nor digest'],
      ['vendor.example:5000/feed', 'the image has neither tag nor digest'],
    ])('refuses %s even so', (reference, message) => {
      expect(ContainerImage.byTag(reference, reason).problem).toMatchObject({
        code: 'IMAGE-NOT-PINNED',
        message,
        value: JSON.stringify(reference),
        limit: 'a version tag or a digest',
        fix: 'name the version that was built, or its digest',
      });
    });

    test.each(['', 'because', '         '])('wants a reason of substance, not %j', (short) => {
      expect(ContainerImage.byTag('vendor.example/feed:4.2', short).problem).toMatchObject({
        code: 'VALUE-INVALID',
        message: 'the tag of vendor.example/feed:4.2 needs a reason of at least 10 characters',
        value: JSON.stringify(short),
        fix: 'say why, for the reviewer who has one minute',
      });
    });
  });
});

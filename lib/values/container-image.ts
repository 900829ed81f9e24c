import type { Finding } from '../problems';
import { reasonProblem } from './reason';
import { show, Value } from './value';

const DIGEST = /@sha256:[0-9a-f]{64}$/;
const REFERENCE = /^(?<name>[a-z0-9][a-z0-9._/:-]*?)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@sha256:[0-9a-f]{64})?$/;

/** A container image. By digest, so that what was reviewed is what runs; a tag needs a reason. */
export class ContainerImage extends Value {
  /** The whole reference, registry and digest included. */
  readonly reference: string;

  private constructor(reference: string, problem?: Finding) {
    super(problem);
    this.reference = reference;
  }

  /** An image by digest. @param reference `registry.example/sec/orders@sha256:…`; a reference without digest is IMAGE-NOT-PINNED */
  static of(this: void, reference: string): ContainerImage {
    return new ContainerImage(reference, malformed(reference) ?? unpinned(reference));
  }

  /**
   * An image whose tag may move: what runs can differ from what was reviewed, and a revert cannot bring the old bytes
   * back. `latest` (or no tag) is refused even so.
   * @param reason why no digest can be had, at least 10 characters
   */
  static byTag(this: void, reference: string, reason: string): ContainerImage {
    return new ContainerImage(reference, malformed(reference) ?? latest(reference) ?? reasonProblem(`the tag of ${reference}`, reason));
  }

  override toString(): string {
    return this.reference;
  }
}

function malformed(reference: unknown): Finding | undefined {
  if (typeof reference === 'string' && REFERENCE.test(reference) && !reference.includes('://')) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'an image is written registry/name@sha256:<64 hex digits>',
    value: show(reference),
    fix: 'copy the reference that the registry shows for the pushed image',
  };
}

function unpinned(reference: string): Finding | undefined {
  if (DIGEST.test(reference)) return undefined;
  return {
    code: 'IMAGE-NOT-PINNED',
    message: 'the image has no digest, so what runs may differ from what was reviewed',
    value: show(reference),
    limit: '…@sha256:<64 hex digits>',
    fix: "add the digest, or say ContainerImage.byTag(reference, 'reason') where none can be had",
  };
}

function latest(reference: string): Finding | undefined {
  const tag = REFERENCE.exec(reference)?.groups?.['tag'];
  if (DIGEST.test(reference) || (tag !== undefined && tag !== 'latest')) return undefined;
  return {
    code: 'IMAGE-NOT-PINNED',
    message: tag === undefined ? 'the image has neither tag nor digest' : 'the tag latest names another image every day',
    value: show(reference),
    limit: 'a version tag or a digest',
    fix: 'name the version that was built, or its digest',
  };
}

import { KumikiError } from '../problems';
import { nameProblem } from './name';
import { show, Value } from './value';

/**
 * Which of the firm's environments a synth is for. One synth makes one environment; its name is in the state key and
 * nowhere else, so the outputs of two environments can be compared line by line.
 */
export class Environment extends Value {
  /** `production`: what keys of the state and of `choose` are called. */
  readonly name: string;

  private constructor(name: string) {
    super(nameProblem('the environment', name));
    this.name = name;
  }

  /** One environment. @param name lower-case letters, digits and dashes, for instance `production` */
  static of(this: void, name: string): Environment {
    return new Environment(name);
  }

  /**
   * The value for this environment. A missing one is an error, never a silent default, unless `otherwise` is given.
   * @example env.choose({ production: 6, staging: 2, lab: 1 })
   */
  choose<T>(choices: Readonly<Record<string, T>>): T {
    const key = Object.hasOwn(choices, this.name) ? this.name : 'otherwise';
    if (Object.hasOwn(choices, key)) return choices[key] as T;
    throw new KumikiError([
      {
        code: 'PROP-MISSING',
        severity: 'error',
        path: 'environment',
        message: `choose() has no value for the environment ${this.name}`,
        value: show(Object.keys(choices)),
        fix: `add ${this.name}: … or otherwise: …`,
      },
    ]);
  }

  override toString(): string {
    return this.name;
  }
}

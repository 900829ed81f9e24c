export { Duration } from './duration';
export { integerProblem, show, Value, type ValueProblem } from './value';

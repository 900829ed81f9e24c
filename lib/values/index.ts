export { ContainerImage } from './container-image';
export { Cpu } from './cpu';
export { Duration } from './duration';
export { Environment } from './environment';
export { Memory } from './memory';
export { environmentForm, MAX_NAME_LENGTH, nameProblem } from './name';
export { Port, portProblem, RESERVED_PORTS, type Protocol } from './port';
export { TimeOfDay } from './time-of-day';
export { integerProblem, show, Value, type ValueProblem } from './value';

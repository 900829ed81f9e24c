export { deploySteps, type DeployedOutputs, type DeployStep, type DeploySteps } from './steps';

import type { Rule } from '../rule';
import { affinity } from './affinity';
import { constraint } from './constraint';
import { count } from './count';
import { datacenter } from './datacenter';
import { disconnect } from './disconnect';
import { duplicateName } from './duplicate-name';
import { enterprise } from './enterprise';
import { ephemeralDisk } from './ephemeral-disk';
import { groupMissing } from './group-missing';
import { groupName } from './group-name';
import { imageLatest } from './image-latest';
import { jobId } from './job-id';
import { jobName } from './job-name';
import { jobType } from './job-type';
import { leader } from './leader';
import { migrate } from './migrate';
import { network } from './network';
import { parameterized } from './parameterized';
import { payload } from './payload';
import { periodic } from './periodic';
import { port } from './port';
import { priority } from './priority';
import { region } from './region';
import { reschedule } from './reschedule';
import { restart } from './restart';
import { scaling } from './scaling';
import { shutdownDelay } from './shutdown-delay';
import { spread } from './spread';
import { taskMissing } from './task-missing';
import { ui } from './ui';
import { update } from './update';
import { volume } from './volume';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [
  affinity,
  constraint,
  count,
  datacenter,
  disconnect,
  duplicateName,
  enterprise,
  ephemeralDisk,
  groupMissing,
  groupName,
  imageLatest,
  jobId,
  jobName,
  jobType,
  leader,
  migrate,
  network,
  parameterized,
  payload,
  periodic,
  port,
  priority,
  region,
  reschedule,
  restart,
  scaling,
  shutdownDelay,
  spread,
  taskMissing,
  ui,
  update,
  volume,
];

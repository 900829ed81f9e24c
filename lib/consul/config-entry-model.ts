import { Model } from '../model';
import { CONSUL_CONFIG_ENTRY_FIELDS } from './config-entry-fields.generated';

/** The model of all config entries, shared by everything that reads or writes one. */
export const CONFIG_ENTRY_MODEL = new Model(CONSUL_CONFIG_ENTRY_FIELDS);

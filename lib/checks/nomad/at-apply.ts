/** What happens without a rule about what Nomad refuses, for the manual. */
export const AT_APPLY = 'Terraform plans it without a word, and Nomad refuses the whole job at apply.';

import type { ApiJson, ConsulLinkedService } from '../../nomad';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const CA = '/etc/ssl/partner.pem';

/** Where a terminating gateway leads. */
export const gatewayTerminating: JobRule<'service'> = {
  code: 'NOMAD-GATEWAY-TERMINATING',
  on: 'service',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/services.go, ConsulTerminatingConfigEntry.Validate',
  check({ service }, say) {
    const terminating = service.Connect?.Gateway?.Terminating;
    if (terminating === undefined) return;
    const at = 'Connect.Gateway.Terminating.Services';
    const { Services: services = [] } = terminating;
    if (services.length === 0) say(at, { message: 'a terminating gateway that leads nowhere', fix: 'write the services behind it' });
    services.forEach((one, index) => {
      checkService(one, `${at}[${String(index)}]`, say);
    });
  },
  trips: { Connect: { Gateway: { Terminating: { Services: [{ Name: 'partner', SNI: 'partner.example' }] } } } },
  passes: { Connect: { Gateway: { Terminating: { Services: [{ Name: 'partner', CAFile: CA, SNI: 'partner.example' }] } } } },
};

function checkService(one: ApiJson<ConsulLinkedService>, at: string, say: Say): void {
  const { Name: name = '', CAFile: ca = '', CertFile: certificate = '', KeyFile: key = '', SNI: sni = '' } = one;
  if (name === '') say(`${at}.Name`, { message: 'a service without a name', fix: 'name the service behind the gateway' });
  if (ca === '' && (certificate !== '' || key !== '' || sni !== '')) {
    say(`${at}.CAFile`, { message: 'TLS to a service that nobody vouches for', fix: 'write CAFile' });
  }
  if ((certificate === '') !== (key === '')) {
    const missing = key === '' ? 'KeyFile' : 'CertFile';
    say(`${at}.${missing}`, { message: 'a certificate and its key go together', fix: `write ${missing}` });
  }
}

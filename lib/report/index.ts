export { reaches, reportOf, type Checked, type Report } from './report';
export { textReport } from './text-report';

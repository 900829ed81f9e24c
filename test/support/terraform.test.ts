import { evaluateInTerraform, testWithTerraform } from './terraform';

testWithTerraform('evaluateInTerraform says what Terraform reads', () => {
  expect(evaluateInTerraform(['plain', '$${doubled} %%{if}', '${upper("x")}', '', '"quote"\n\\n', '1'])).toEqual([
    'plain',
    '${doubled} %{if}',
    'X',
    '',
    '"quote"\n\\n',
    '1',
  ]);
});

testWithTerraform('evaluateInTerraform fails on a text that is no template', () => {
  expect(() => evaluateInTerraform(['${NOMAD_PORT_http'])).toThrow(/terraform apply failed/);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGoModule } from './go-module';

describe('the go.mod of a tool', () => {
  test.each([
    ['nomad', '1.11.3'],
    ['consul', '1.22.7'],
    ['vault', '1.21.0'],
  ])('says which %s the lab is tested with', (name, version) => {
    const module = readGoModule(readFileSync(join(__dirname, name, 'go.mod'), 'utf8'));
    expect(module).toEqual({ program: `github.com/hashicorp/${name}`, version, go: expect.stringMatching(/^1\.25\.\d+$/) });
  });

  it('names the version of the module that holds the program', () => {
    const text =
      'module lab\n\ngo 1.25.0\n\ntool example.org/thing/cmd/thing\n\nrequire (\n\texample.org/thing/api v1.0.0\n\texample.org/thing v2.3.4+incompatible\n)\n';
    expect(readGoModule(text).version).toBe('2.3.4');
  });

  it('is refused without a tool', () => {
    expect(() => readGoModule('module lab\n\ngo 1.25.0\n')).toThrow('this go.mod has no tool line');
  });
});

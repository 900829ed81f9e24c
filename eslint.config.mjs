import jest from 'eslint-plugin-jest';
import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const providerBarrels = {
  regex: '^@cdktf/provider-[a-z]+$',
  message: 'A provider barrel loads far more than is used; import the resource from its lib/ path.',
};
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of literals or a class with static factories.' };
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' };
const noBareError = {
  selector: 'NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]',
  message: 'Report a Problem with a code and a fix; KumikiError carries it.',
};
const noInstanceof = {
  selector: 'BinaryExpression[operator="instanceof"]:not([right.name=/^(Error|Map|Set|Date|RegExp|Uint8Array)$/])',
  message: 'Two copies of the library have two classes: ask with a static isX() that looks at a symbol.',
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.cache/', 'cdktf.out*/', '**/*.generated.ts', '**/generated/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A class of static factories is how values that exclude each other are written here: OnChange.restart().
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `this: void` is how a static factory says it may be passed around without its class.
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      // Records that come from JSON are read with the key that stands there.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/consistent-indexed-object-style': 'off', // a recursive type needs the index signature
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-restricted-imports': ['error', { patterns: [providerBarrels] }],
      'no-restricted-syntax': ['error', noEnum, noDefaultExport],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            providerBarrels,
            {
              regex: '^(cdktf|constructs|kumiki)(/|$)|^@cdktf/',
              message: 'lib/ is plain data and pure functions; constructs/ does the wiring.',
            },
            { regex: '(^|/)\\.\\./(cli|constructs|stacks|testing)(/|$)', message: 'Imports go stacks -> constructs -> lib.' },
          ],
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts', 'constructs/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-restricted-syntax': ['error', noEnum, noDefaultExport, noBareError, noInstanceof],
    },
  },
  {
    // Jobs of other people hold what is deprecated; it is read and judged all the same.
    files: ['lib/nomad/canonical-*.ts', 'lib/checks/**/*.ts', 'lib/review/**/*.ts', 'test/lib/nomad/canonical-*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    files: ['constructs/**/*.ts', 'testing/**/*.ts', 'cli/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['stacks/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)\\.\\./(cli|constructs|lib|testing)(/|$)',
              message: "stacks/ uses the library as any repository would: from 'kumiki'.",
            },
            { regex: '^kumiki/testing$|^@cdktf/', message: "stacks/ says what is wanted in the words of 'kumiki' alone." },
          ],
        },
      ],
    },
  },
  {
    // What people see in their editor: the constructs, and the values they write props with.
    files: ['constructs/**/*.ts', 'lib/values/**/*.ts', 'testing/**/*.ts'],
    ignores: ['constructs/resources/**'], // the providers' resources under our rules, for constructs/ alone
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript', tagNamePreference: { default: 'default' } } },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true, cjs: false, window: false, ancestorsOnly: true },
          enableFixer: false,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'],
        },
      ],
      'jsdoc/require-description': [
        'error',
        { contexts: ['ClassDeclaration', 'FunctionDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'] },
      ],
      'jsdoc/check-alignment': 'error',
      'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
      'jsdoc/check-tag-names': ['error', { definedTags: ['stability'] }],
      'jsdoc/no-types': 'error',
    },
  },
  {
    files: ['test/**/*.test.ts'],
    extends: [jest.configs['flat/recommended'], jest.configs['flat/style']],
    rules: {
      // fast-check's assertion and the finders that fail by throwing count as assertions.
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert', 'expect*', 'assert*'] }],
      'jest/no-standalone-expect': [
        'error',
        { additionalTestBlockFunctions: ['test.each', 'testWithTerraform', 'testWithTerraform.each'] },
      ],
      'jest/unbound-method': 'error',
      '@typescript-eslint/unbound-method': 'off', // jest/unbound-method is the same rule that knows expect()
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test reads what a program wrote, as parsed JSON; typing it first would only repeat the expectation.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);

// A checker for Stryker. What does not compile is no mutant: whoever broke the engine so would hear of it before any test.

import { CheckStatus } from '@stryker-mutator/api/check';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import ts from 'typescript';

/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */
/** @typedef {import('@stryker-mutator/api/check').CheckResult} CheckResult */

/**
 * Looks for errors in the changed file only, and so takes milliseconds for each. What makes an error elsewhere alone
 * stays a mutant.
 */
class CompileChecker {
  /** The files as changed, by path. @type {Map<string, { version: number, text: string }>} */
  changed = new Map();
  versions = 0;

  async init() {
    const config = ts.getParsedCommandLineOfConfigFile(
      'tsconfig.json',
      // What is never used any more, or never reached, is no error of the program.
      { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
    );
    if (!config) throw new Error('There is no tsconfig.json');
    const names = config.fileNames.filter((name) => /\/src\/engine\/|\.d\.ts$/.test(name));
    this.service = ts.createLanguageService({
      getScriptFileNames: () => names,
      getScriptVersion: (name) => String(this.changed.get(name)?.version ?? 0),
      getScriptSnapshot: (name) => {
        const text = this.changed.get(name)?.text ?? ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => process.cwd(),
      getCompilationSettings: () => config.options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    });
  }

  /** @param {Mutant[]} mutants @returns {Promise<Record<string, CheckResult>>} */
  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.checkOne(mutant)]));
  }

  /** @param {Mutant} mutant @returns {CheckResult} */
  checkOne({ fileName, location, replacement }) {
    const { service } = this;
    const original = ts.sys.readFile(fileName);
    if (!service || original === undefined) throw new Error(`There is no ${fileName}`);
    const starts = [0];
    for (const line of original.split('\n')) starts.push((starts.at(-1) ?? 0) + line.length + 1);
    /** @param {import('@stryker-mutator/api/core').Position} position */
    const at = ({ line, column }) => (starts[line] ?? 0) + column;
    const text = original.slice(0, at(location.start)) + replacement + original.slice(at(location.end));
    this.changed.set(fileName, { version: ++this.versions, text });
    const [first] = [
      ...service.getSyntacticDiagnostics(fileName),
      ...service.getSemanticDiagnostics(fileName),
    ];
    this.changed.set(fileName, { version: ++this.versions, text: original });
    if (!first) return { status: CheckStatus.Passed };
    return {
      status: CheckStatus.CompileError,
      reason: ts.flattenDiagnosticMessageText(first.messageText, ' '),
    };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'compiles', CompileChecker)];

// SPDX-License-Identifier: MPL-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  JAVA_JACKSON_PRESET,
  JavaGenerator,
  PYTHON_PYDANTIC_PRESET,
  PythonGenerator,
  TypeScriptGenerator,
} from '@asyncapi/modelina';
import ts from 'typescript';
import type { Schema } from '#contracts/closed-schema';

interface Generated {
  modelName: string;
  result: string;
}

/** What a subscriber would generate from an AsyncAPI document, with the presets that events.md names. */
async function generated(document: object): Promise<Record<string, Generated[]>> {
  const input = document as Record<string, unknown>;
  const [typescript, java, python] = await Promise.all([
    new TypeScriptGenerator({ modelType: 'interface', rawPropertyNames: true }).generateCompleteModels(
      structuredClone(input),
      {
        exportType: 'named',
      },
    ),
    new JavaGenerator({ presets: [JAVA_JACKSON_PRESET] }).generateCompleteModels(structuredClone(input), {
      packageName: 'indgang',
    }),
    new PythonGenerator({ presets: [PYTHON_PYDANTIC_PRESET] }).generateCompleteModels(structuredClone(input), {
      packageName: 'indgang',
    }),
  ]);
  // Modelina 5.10.1 leaves the union of a channel's messages without a name in Python: nothing to generate.
  return { TypeScript: typescript, Java: java, Python: python.filter(({ modelName }) => modelName !== '') };
}

interface ClosedList {
  title: string;
  words: unknown[];
  /** Class and property that hold it. */
  of: string;
  property: string;
}

function closedLists(schemas: Record<string, Schema>): ClosedList[] {
  return Object.entries(schemas).flatMap(([of, { properties = {} }]) =>
    Object.entries(properties).flatMap(([property, schema]) => {
      const list = schema.enum ? schema : schema.anyOf?.find((choice) => choice.enum);
      return list?.enum ? [{ title: String(list.title), words: list.enum, of, property }] : [];
    }),
  );
}

/**
 * Generates types in three languages from a document: each class and each closed list must come out under its own name
 * and with all its words, no property as a constant, and the TypeScript must compile.
 * @param document an AsyncAPI 3 document
 */
export async function generatedTypeFaults(document: object): Promise<string[]> {
  const all = (document as { components: { schemas: Record<string, Schema> } }).components.schemas;
  const schemas = Object.fromEntries(Object.entries(all).filter(([name]) => !/^Key$|Headers$/.test(name)));
  const lists = closedLists(schemas);
  const languages = await generated(document);
  const faults: string[] = [];
  for (const [language, models] of Object.entries(languages)) {
    const of = (name: string) => models.find(({ modelName }) => modelName === name)?.result;
    for (const { modelName } of models)
      if (/^Anonym/.test(modelName)) faults.push(`${language}: ${modelName} has no name: give the schema a title`);
    for (const name of Object.keys(schemas)) if (!of(name)) faults.push(`${language}: there is no ${name}`);
    for (const { title, words } of lists) {
      const missing = words.filter((word) => !of(title)?.includes(`"${word}"`));
      if (missing.length > 0) faults.push(`${language}: ${title} lacks ${missing.join(', ')}`);
    }
  }
  for (const { title, of, property } of lists) {
    const text = languages.TypeScript?.find(({ modelName }) => modelName === of)?.result ?? '';
    const declared = ["'", "'?"].flatMap((end) =>
      [';', ' | null;'].map((rest) => `'${property}${end}: ${title}${rest}`),
    );
    if (!declared.some((one) => text.includes(one)))
      faults.push(`TypeScript: ${of}.${property} is no ${title}: a generator must see a closed list, not a constant`);
  }
  return [...faults, ...compileFaults(languages.TypeScript ?? [])];
}

function compileFaults(models: readonly Generated[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'indgang-types-'));
  try {
    for (const { modelName, result } of models) writeFileSync(join(folder, `${modelName}.ts`), result);
    const program = ts.createProgram(
      models.map(({ modelName }) => join(folder, `${modelName}.ts`)),
      { strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }, // biome-ignore format: one line
    );
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => `TypeScript: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

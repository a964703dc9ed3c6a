/** What ESLint found, as TypeScript's compiler writes what it finds. */
export default (results, { cwd }) =>
  results
    .flatMap(({ filePath, messages }) =>
      messages.map(({ line = 1, column = 1, ruleId, message }) => {
        const file = filePath.slice(cwd.length + 1).replaceAll("\\", "/");
        return `${file}(${line},${column}): error ${ruleId ?? "parsing"}: ${message}`;
      }),
    )
    .join("\n");

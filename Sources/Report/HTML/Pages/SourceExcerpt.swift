/// The part of a source listing that makes one block.
package enum SourceExcerpt {
  /// The statement that holds `id` as a string literal, its common indentation removed; nil where
  /// the source never names it. Nothing is parsed: a statement begins at the nearest line above
  /// that is indented less than an argument line, and ends where the indentation returns.
  package static func lines(mentioning id: String, in source: String, atMost limit: Int = 24)
    -> String?
  {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard let found = lines.firstIndex(where: { $0.contains("\"\(id)\"") }) else { return nil }
    let start = beginning(of: found, in: lines)
    let indentation = self.indentation(of: lines[start])
    var end = start + 1
    while end < lines.count, end - start < limit {
      let line = lines[end]
      end += 1
      let isBlank = line.allSatisfy(\.isWhitespace)
      if !isBlank, self.indentation(of: line) <= indentation {
        if !closes(line) { end -= 1 }
        break
      }
    }
    end = max(end, min(found + 1, start + limit))
    return lines[start..<end].map {
      String($0.dropFirst(min(indentation, self.indentation(of: $0))))
    }
    .joined(separator: "\n")
  }

  /// The line itself if it opens the call, else the nearest above that is indented less.
  private static func beginning(of found: Int, in lines: [Substring]) -> Int {
    let own = lines[found]
    if let quote = own.firstIndex(of: "\""), own[..<quote].contains("(") { return found }
    let indentation = indentation(of: own)
    return lines[..<found].lastIndex { line in
      !line.allSatisfy(\.isWhitespace) && self.indentation(of: line) < indentation
    } ?? found
  }

  private static func closes(_ line: Substring) -> Bool {
    line.first { !$0.isWhitespace }.map { ")]}".contains($0) } ?? false
  }

  private static func indentation(of line: Substring) -> Int { line.prefix { $0 == " " }.count }
}

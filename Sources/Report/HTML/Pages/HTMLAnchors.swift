/// The ids of a page's parts, each kind in a space of its own.
enum HTMLAnchors {
  static func figure(_ id: String) -> String { "figure-" + id }
  static func table(_ id: String) -> String { "table-" + id }
  static func making(of chapter: Chapter) -> String { chapter.id + "/making" }
  static let main = "main"
  static let contents = "contents"
  static let provenance = "provenance"
  /// What no chapter can be called.
  static let reserved = [main, contents, provenance]

  /// "box-nms/where-it-shows"; a title that occurs again within its chapter gets its position.
  static func sections(of chapter: Chapter) -> [String] {
    var used: Set<String> = ["making"]
    return chapter.sections.enumerated().map { index, section in
      var slug = slug(section.title)
      if !used.insert(slug).inserted {
        slug += "-\(index + 1)"
        used.insert(slug)
      }
      return chapter.id + "/" + slug
    }
  }

  /// Lower-case ASCII letters and digits, joined by single hyphens; never empty.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().split { character in
      !(character.isASCII && (character.isLetter || character.isNumber))
    }
    return words.isEmpty ? "section" : words.joined(separator: "-")
  }
}

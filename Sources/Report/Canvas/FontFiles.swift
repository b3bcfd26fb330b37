import FoundationEssentials

/// The font files that reports are set in, found by name so that nothing else installed on a
/// machine can reach a page.
public struct FontFiles: Sendable, Hashable {
  /// Absolute paths, in the order of `FontFiles.names`.
  let paths: [String]

  /// Looks for every file in `folders`, the first that has it winning.
  ///
  /// Throws: `FontError.missing` for the first file that none of them has.
  public init(folders: [String] = FontFiles.standardFolders()) throws(FontError) {
    var paths: [String] = []
    for name in FontFiles.names {
      let candidates = folders.map { $0.hasSuffix("/") ? $0 + name : "\($0)/\(name)" }
      guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) })
      else {
        let package = name.hasPrefix("Inter") ? "fonts-inter" : "fonts-jetbrains-mono"
        throw .missing(file: name, package: package, searched: folders)
      }
      paths.append(path)
    }
    self.paths = paths
  }

  /// The folders of `SEPAL_FONTS` (separated by colons), then those of the Debian packages.
  public static func standardFolders() -> [String] {
    standardFolders(environment: ProcessInfo.processInfo.environment)
  }

  package static func standardFolders(environment: [String: String]) -> [String] {
    let own = environment["SEPAL_FONTS"]?.split(separator: ":").map(String.init) ?? []
    return own + [
      "/usr/share/fonts/opentype/inter",
      "/usr/share/fonts/truetype/jetbrains-mono",
      "/usr/local/share/fonts",
    ]
  }

  static let names =
    ["Regular", "Italic", "Medium", "MediumItalic", "SemiBold", "SemiBoldItalic", "Bold"]
    .map { "Inter-\($0).otf" } + ["Inter-BoldItalic.otf"]
    + ["Regular", "Italic", "Medium", "Bold"].map { "JetBrainsMono-\($0).ttf" }
}

/// Why reports cannot be typeset. There is no fallback: another font would give another page.
public enum FontError: Error, Hashable, Sendable {
  case missing(file: String, package: String, searched: [String])
  /// The file is there but is no font.
  case unreadable(path: String)
}

extension FontError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let file, let package, let searched):
      """
      the font \(file) was not found in \(searched.joined(separator: ", ")); install the Debian \
      package \(package), or name a folder that holds it in SEPAL_FONTS
      """
    case .unreadable(let path):
      "\(path): not a readable font file; install its package again"
    }
  }
}

/// Why a page or picture could not be drawn.
public enum DrawingError: Error, Hashable, Sendable {
  /// An image's bytes could not be read as what they claim to be.
  case image(format: EncodedImage.Format, detail: String)
  /// Cairo's own words for what went wrong.
  case cairo(detail: String)
}

extension DrawingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .image(let format, let detail):
      "a \(format.rawValue.uppercased()) image could not be drawn: \(detail)"
    case .cairo(let detail):
      "cairo could not draw: \(detail)"
    }
  }
}

public import Vision

extension WeightsFolder {
  /// The path of `file`, whose content has been checked. What comes with the package is looked for
  /// beside the running program first.
  ///
  /// Throws: `WeightsError`.
  public func path(of file: PublishedCheckpoint) throws(WeightsError) -> String {
    let places = [file.pathBesideProgram, "\(path)/\(file.name)"].compactMap(\.self)
    for place in places {
      guard let found = try Self.digest(ofFile: place) else { continue }
      guard found.hexadecimal == file.sha256 else {
        throw .different(file, path: place, found: found)
      }
      return place
    }
    throw .missing(file, paths: places)
  }

  /// nil where there is no such file.
  private static func digest(ofFile path: String) throws(WeightsError) -> Digest? {
    do throws(ImageFileError) {
      return try Digest(ofFile: path)
    } catch .missing {
      return nil
    } catch {
      throw .unreadable(error)
    }
  }
}

extension PublishedCheckpoint {
  /// Where the file is on this machine, its content checked: see `WeightsFolder`.
  ///
  /// Throws: `WeightsError`.
  public func path(environment: [String: String]) throws(WeightsError) -> String {
    try WeightsFolder(environment: environment).path(of: self)
  }
}

/// Weights that Sepal asks for by name are not there, or are not what they should be.
public enum WeightsError: Error, Equatable, Sendable {
  /// `paths` are where it was looked for.
  case missing(PublishedCheckpoint, paths: [String])
  case different(PublishedCheckpoint, path: String, found: Digest)
  case unreadable(ImageFileError)

  /// Whether there is no such file.
  public var isMissing: Bool { if case .missing = self { true } else { false } }
}

extension WeightsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let file, let paths):
      "\(paths.joined(separator: ", ")): no such file; it is \(file.name) of \(file.origin), "
        + "\(file.size) bytes; \(file.remedy)"
    case .different(let file, let path, let found):
      "\(path): expected the SHA-256 \(file.sha256) of \(file.origin), found \(found.hexadecimal); "
        + "remove it, then \(file.remedy)"
    case .unreadable(let error): "\(error)"
    }
  }
}

extension PublishedCheckpoint {
  /// What puts the file where it is looked for.
  fileprivate var remedy: String {
    pathBesideProgram == nil
      ? "run scripts/bootstrap, which fetches it"
      : "build again, and keep the folder sepal_Vision.resources beside the program"
  }
}

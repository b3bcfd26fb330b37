/// Why an image file could not be read or written. Every case names the file.
public enum ImageFileError: Error, Equatable, Sendable {
  case missing(path: String)
  /// The system's reason, such as "Permission denied".
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// Neither JPEG nor PNG, or the other one than expected; `found` describes the first bytes.
  case foreign(path: String, expected: String, found: String)
  case truncated(path: String)
  case corrupt(path: String, detail: String)
  case unsupported(path: String, detail: String)
  case tooLarge(path: String, width: Int, height: Int, maximumPixels: Int)
}

extension ImageFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no such file"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason))"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); check the folder's permissions and free space"
    case .foreign(let path, let expected, let found):
      "\(path): expected \(expected), found \(found)"
    case .truncated(let path):
      "\(path): the file ends before the image does; copy or download it again"
    case .corrupt(let path, let detail):
      "\(path): damaged (\(detail)); copy or download it again"
    case .unsupported(let path, let detail):
      "\(path): \(detail) is not supported"
    case .tooLarge(let path, let width, let height, let maximum):
      "\(path): \(width)×\(height) pixels, more than the limit of \(maximum / 1_000_000) megapixels"
    }
  }
}

extension ImageFileError {
  /// Whether the trouble is with writing, which no other input would mend.
  public var isUnwritable: Bool { if case .unwritable = self { true } else { false } }
}

/// How large an image may claim to be before its pixels are allocated.
public struct ImageLimits: Sendable, Hashable {
  public var maximumPixels: Int

  public init(maximumPixels: Int = 100_000_000) { self.maximumPixels = maximumPixels }

  /// Throws: `ImageFileError.tooLarge`, or `.corrupt` for an empty side.
  public func check(width: Int, height: Int, path: String) throws(ImageFileError) {
    guard width > 0, height > 0 else {
      throw .corrupt(path: path, detail: "a size of \(width)×\(height) pixels")
    }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixels <= maximumPixels else {
      throw .tooLarge(path: path, width: width, height: height, maximumPixels: maximumPixels)
    }
  }
}

/// NumPy's `.npz` files: a ZIP archive of arrays, stored or deflated.
package struct NPZFile {
  package let path: String
  private let file: MappedFile
  private let archive: ZIPArchive
  private let maximumBytes: Int

  /// The names of the arrays, in the archive's order.
  package var names: [String] { archive.entries.compactMap { Self.name(of: $0.name) } }

  /// `maximumBytes` is of all arrays together, unpacked.
  ///
  /// Throws: `NPYError`.
  package init(path: String, maximumBytes: Int) throws(NPYError) {
    do throws(ImageFileError) {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(error)
    }
    guard file.size > 0 else { throw .truncated(path: path) }
    let head = file.bytes(0..<min(file.size, 300))
    guard head.starts(with: CheckpointSignature.zip) else {
      throw .foreign(path: path, found: ImageSignature.describe(head))
    }
    do throws(CheckpointError) {
      archive = try ZIPArchive(file, methods: [.stored, .deflated])
    } catch {
      throw NPYError(error, path: path)
    }
    (self.path, self.maximumBytes) = (path, maximumBytes)
    var total = 0
    for entry in archive.entries {
      guard entry.size <= maximumBytes - total else {
        throw .unsupported(path: path, detail: "an archive of more than \(maximumBytes) bytes")
      }
      total += entry.size
    }
  }

  /// The array `name`, nil where there is none.
  ///
  /// Throws: `NPYError`, also where its CRC-32 is not what the archive says.
  package func content(
    _ name: String, unpickler: RestrictedUnpickler<NPYObject> = NPYObject.unpickler
  ) throws(NPYError) -> NPYContent? {
    guard let entry = archive.entries.first(where: { Self.name(of: $0.name) == name }) else {
      return nil
    }
    let packed = file.bytes(entry.content)
    guard
      let bytes = entry.method == .stored ? packed : Deflate.unpacked(packed, size: entry.size),
      Deflate.checksum(bytes) == entry.checksum
    else { throw .corrupt(path: path, detail: "the array \(name) is not what was stored") }
    return try NPYFile.decode(bytes, path: path, unpickler: unpickler)
  }

  private static func name(of entry: String) -> String? {
    entry.hasSuffix(".npy") ? String(entry.dropLast(4)) : nil
  }
}

extension NPYError {
  /// What is wrong with an archive, told of a NumPy file.
  fileprivate init(_ error: CheckpointError, path: String) {
    self =
      switch error {
      case .unreadable(let error): .unreadable(error)
      case .truncated: .truncated(path: path)
      case .unsupported(_, let detail): .unsupported(path: path, detail: detail)
      case .corrupt(_, let detail): .corrupt(path: path, detail: detail)
      default: .corrupt(path: path, detail: "\(error)")
      }
  }
}

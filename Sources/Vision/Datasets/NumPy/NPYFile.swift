/// Why a NumPy file was not read. Every case names the file.
public enum NPYError: Error, Equatable, Sendable {
  case unreadable(ImageFileError)
  /// Not a `.npy` file; `found` describes the first bytes.
  case foreign(path: String, found: String)
  case truncated(path: String)
  case corrupt(path: String, detail: String)
  case unsupported(path: String, detail: String)
  /// A pickle that is damaged, too large, or asks for what is not allowed; `detail` says which.
  case refused(path: String, detail: String)
}

extension NPYError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .foreign(let path, let found): "\(path): expected a NumPy .npy file, found \(found)"
    case .truncated(let path):
      "\(path): the file ends before the array does; copy or download it again"
    case .corrupt(let path, let detail): "\(path): damaged (\(detail))"
    case .unsupported(let path, let detail): "\(path): \(detail) is not supported"
    case .refused(let path, let detail): "\(path): \(detail)"
    }
  }
}

/// What a `.npy` file holds.
package enum NPYContent: Sendable {
  case array(NPYArray)
  /// The elements of an array of Python objects, row-major, read as data.
  case objects(shape: [Int], [PickleValue<NPYObject>])
}

/// NumPy's `.npy` files, formats 1 to 3, with numbers or with pickled objects.
///
/// Source: NumPy enhancement proposal 1.
package enum NPYFile {
  /// Throws: `NPYError`; nothing of a pickle is run.
  package static func read(
    path: String, maximumBytes: Int = 1 << 30,
    unpickler: RestrictedUnpickler<NPYObject> = NPYObject.unpickler
  ) throws(NPYError) -> NPYContent {
    let bytes: [UInt8]
    do throws(ImageFileError) {
      bytes = try FileBytes.read(path, maximumBytes: maximumBytes)
    } catch {
      throw .unreadable(error)
    }
    return try decode(bytes, path: path, unpickler: unpickler)
  }

  /// Throws: `NPYError`, as `read` does.
  package static func decode(
    _ bytes: [UInt8], path: String,
    unpickler: RestrictedUnpickler<NPYObject> = NPYObject.unpickler
  ) throws(NPYError) -> NPYContent {
    let (header, data) = try NPYHeader.split(bytes, path: path)
    switch header.type {
    case .object:
      return try objects(data, path: path, unpickler)
    case .number(let scalar, let isBigEndian):
      guard let count = NPYArray.elementCount(header.shape) else {
        throw .corrupt(path: path, detail: "a shape of \(header.shape)")
      }
      let (size, overflow) = count.multipliedReportingOverflow(by: scalar.size)
      guard !overflow, size <= data.count else { throw .truncated(path: path) }
      guard
        let array = NPYArray(
          shape: header.shape, scalar: scalar, bytes: Array(data.prefix(size)),
          isBigEndian: isBigEndian, isFortranOrder: header.isFortranOrder)
      else { throw .corrupt(path: path, detail: "a shape of \(header.shape)") }
      return .array(array)
    }
  }

  private static func objects(
    _ data: ArraySlice<UInt8>, path: String, _ unpickler: RestrictedUnpickler<NPYObject>
  ) throws(NPYError) -> NPYContent {
    let value: PickleValue<NPYObject>
    do throws(PickleError) {
      value = try unpickler.value(of: data)
    } catch .truncated {
      throw .truncated(path: path)
    } catch {
      throw .refused(path: path, detail: "\(error)")
    }
    guard case .object(.objects(let shape, let elements)) = value else {
      throw .corrupt(path: path, detail: "\(value.kind) where an array of objects is promised")
    }
    return .objects(shape: shape, elements)
  }
}

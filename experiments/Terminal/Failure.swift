import ArgumentParser
import Experiments
import Foundation
import Report
import Vision

/// Why a command ends before its time: a sentence for the user and an exit status.
struct Failure: Error, CustomStringConvertible {
  enum Status: Int32 {
    case differs = 1
    case usage = 64
    case badData = 65
    case missingInput = 66
    case incomplete = 75
    case interrupted = 130
  }

  static let interrupted = Failure(
    .interrupted, "interrupted; what is done is kept: run the same command again to resume")

  let status: Status
  let description: String

  init(_ status: Status, _ description: String) {
    self.status = status
    self.description = description
  }

  /// What `error` means to someone at a terminal.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ImageFileError: self.init(Self.status(of: error), "\(error)")
    case let error as MaskFileError:
      self.init(error.isUnwritable ? .incomplete : .badData, "\(error)")
    case let error as MaskGeneratorSettingsError: self.init(.usage, "\(error)")
    case let error as CheckpointError:
      self.init(error.isMissingFile ? .missingInput : .badData, "\(error)")
    case let error as WeightsError:
      self.init(error.isMissing ? .missingInput : .badData, "\(error)")
    case let error as DatasetError:
      self.init(error.isMissingInput ? .missingInput : .badData, "\(error)")
    case is NothingToLearnFrom: self.init(.missingInput, "\(error)")
    case let error as CAMError:
      self.init(error.isMissingInput ? .missingInput : .badData, "\(error)")
    case let error as FontError: self.init(.missingInput, "\(error)")
    case let error as CacheError: self.init(.incomplete, "\(error)")
    case is Lab.Interrupted: self = .interrupted
    default: self.init(.badData, "\(error)")
    }
  }

  private static func status(of error: ImageFileError) -> Status {
    switch error {
    case .missing: .missingInput
    case .unwritable: .incomplete
    default: .badData
    }
  }

  /// Runs `body`; on failure says why on standard error and ends with the right status.
  static func reporting(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = Failure(error)
      Terminal.say("sepal: \(failure)")
      throw ExitCode(failure.status.rawValue)
    }
  }
}

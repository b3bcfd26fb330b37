import FoundationEssentials
import Report
import Testing

enum SampleImages {
  /// A PNG of flat squares in the first colours of the VOC map, drawn by the renderer itself.
  static func labels(width: Int, height: Int, seed: Int) throws -> EncodedImage {
    struct Blocks: Figure {
      let columns: Int
      let rows: Int
      let seed: Int
      func height(forWidth width: Double) -> Double { width * Double(rows) / Double(columns) }
      func draw(on canvas: inout some Canvas) {
        let colors: [UInt32] = [0x000000, 0x800000, 0x008000, 0x808000, 0x000080]
        let side = canvas.size.width / 8
        for row in 0..<Int(canvas.size.height / side) + 1 {
          for column in 0..<8 {
            let color = colors[(row * column + seed) % colors.count]
            canvas.fill(
              .rect(
                Rect(
                  x: Double(column) * side, y: Double(row) * side, width: side, height: side)),
              .color(RGBA(hex: color)))
          }
        }
      }
    }
    let bytes = try FigureRenderer().png(
      Blocks(columns: width, rows: height, seed: seed), width: Double(width), scale: 1)
    return EncodedImage(format: .png, width: width, height: height, bytes: bytes)
  }

  /// 96 × 72 pixels of smooth colour. Source: Tests/Fixtures/report/sample_jpeg.py.
  static func photograph() throws -> EncodedImage {
    let bytes = try #require(Data(base64Encoded: jpeg))
    return EncodedImage(format: .jpeg, width: 96, height: 72, bytes: Array(bytes))
  }

  private static let jpeg = """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt\
    QFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09P\
    T09PT09PT09PT09PT09PT09PT0//wAARCABIAGADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI\
    CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRol\
    JicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip\
    qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAA\
    AAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLR\
    ChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaX\
    mJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEA\
    PwClGtWFWmRrU6ivXr1rHrYaWg0ioXFWSKida8iriDub0KMq1TlWtGVapyLWCqXPKxMig61Hsq26UzZXXSVzxKs9SJEq\
    3ElNRKtxJXfCmXRnqSQpVyNKjiSrcaVuo2Pbw8yJBU6imIKnVa8LEVxYaWgwrUbrVnbTGSvNdS7O2UtCjItVZErRkSq0\
    iV00VdnkYqZnslN2VbZKbsr2qFM8GrPUiRKtRJSIlWI0r0FGyKoz1JYkq0i1HGtWUWsak7HvYaRWjWrCLTI1qyi18fVq\
    XY8PLQZtpGSrISkKVNNXZ2TnoUHSq7pWi6VXkSvYw1M8XFzM9kpmyrbJTNle3SjZHg1Z6kSpViNaaq1Oi1dSdkaUJakk\
    a1YUUyMVOoryMRXPocLIhiWrUaUyJKtxpXztrsWHnoNCUFKshKQpXbQpnTOehRdKrSJWjIlVpEr2aEbHiYqZnulRFatu\
    tQla7ueyPEqS1IwtSoKQCpUFcGIr2N8PLUlQVOq1HGtWUWvCxFe59FhZBElXI0ooogkY0G7EwShkoorvpJHTNuxBIlVJ\
    VoorvgzxsUypItQMKKKVSbseNN6gBUqLRRXk4ibOnDvUsxrVlFooryKjdz6DDPQ//9k=
    """
}
